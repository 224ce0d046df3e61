import { setFlagsFromString } from 'node:v8';

/** Slices of one run from which on the longer compiling pays. */
const SLICES_MIN = 1_000_000;

/**
 * Lets the compiler of Node inline more than it would, for a run of so many slices. The way of a bar leads through a dozen
 * small functions of as many stages; past its usual budget V8 calls some of them, which boxes every price that passes and costs a
 * fifth of the speed. But what is inlined whole takes twice as long to compile, in each thread: of shorter runs, and of
 * sweeps of many, that is more than it brings (decision 14). It changes how fast the program runs and nothing else.
 */
export function raiseCompilerBudget(slices: number): void {
  if (slices < SLICES_MIN) return;
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=6000');
  setFlagsFromString('--max-inlined-bytecode-size=1000');
}
