import { RegimetaError } from '../../../model/regimeta-error.ts';
import type { Precision } from './buffer-pool.ts';
import { compileKernels } from './compile.ts';
import type { Node } from './node.ts';
import type { Compiler, Program } from './program.ts';
import { compileOnThread } from './wasm/compile-on-thread.ts';
import { compileWasm } from './wasm/compile-wasm.ts';

/**
 * What runs a program: `'wasm'`, vector instructions that are generated for it; `'typed-arrays'`, loops that are their
 * oracle; or `'tensorflow'`, TensorFlow.js, which a run loads where it is installed. The first two give the same bits in
 * float64; in float32 they differ by rounding.
 */
export type Executor = 'wasm' | 'typed-arrays' | 'tensorflow';

/** How a program is made. */
export interface ProgramSettings {
  readonly precision: Precision;
  readonly executor: Executor;
}

/**
 * Makes a program for some nodes of one graph. `'wasm'` gives way to `'typed-arrays'` where the engine has no vector
 * instructions, or no room for one more memory.
 */
export function compileProgram(outputs: readonly Node[], { precision, executor }: ProgramSettings): Program {
  if (executor === 'typed-arrays') return compileKernels(outputs, precision);
  if (executor === 'tensorflow') {
    throw new RegimetaError('E_PARAMETER_INVALID', {
      place: 'learner.executor',
      rule: 'TensorFlow.js is loaded by a run',
      found: executor,
      repair: "Outside of a run, set executor: 'wasm', or give the learner a compiler",
    });
  }
  try {
    return compileWasm(outputs, precision);
  } catch (error) {
    if (!(error instanceof Error) || !ENGINE_ERRORS.includes(error.name)) throw error;
    return compileKernels(outputs, precision);
  }
}

/** The compiler of some settings; on threads too, with `'wasm'`. */
export function compilerOf(settings: ProgramSettings): Compiler {
  const compile = (outputs: readonly Node[]): Program => compileProgram(outputs, settings);
  if (settings.executor !== 'wasm') return compile;
  return Object.assign(compile, {
    onThread: (outputs: readonly Node[]) => compileOnThread(outputs, settings.precision),
  });
}

/** What an engine throws that cannot compile a module, or has no room. */
const ENGINE_ERRORS = ['CompileError', 'LinkError', 'RangeError', 'ReferenceError'];
