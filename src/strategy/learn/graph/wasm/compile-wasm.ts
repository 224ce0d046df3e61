import type { Precision } from '../buffer-pool.ts';
import { kernelOf } from '../compile.ts';
import type { Node } from '../node.ts';
import type { Program } from '../program.ts';
import { instantiate } from './engine.ts';
import { PlacedProgram } from './placed-program.ts';

/**
 * Compiles to a WebAssembly module with vector instructions and a memory of its own, which holds all numbers of the
 * program. What it computes in float64 is what `compileKernels` computes, to the bit; in float32 every operation is
 * rounded, where the typed arrays round when they store. The same bits on every machine and in every run.
 *
 * Throws where the engine has no vector instructions, or no room for the memory.
 */
export function compileWasm(outputs: readonly Node[], precision: Precision = 'float64'): Program {
  const placed = new PlacedProgram(outputs, precision, false);
  const { bytes, hostSteps } = placed.module;
  const kernels = hostSteps.map(({ node, reads, writes }) =>
    kernelOf(
      node,
      placed.viewOf(writes[0]!),
      reads.map((read) => placed.viewOf(read)),
    ),
  );
  const run = instantiate(bytes, placed.memory, kernels);
  return { run, values: (node) => placed.values(node) };
}
