import type { Values } from '../../../../math/batched-matmul.ts';
import type { Precision } from '../buffer-pool.ts';
import { kernelOf } from '../compile.ts';
import { elementCount, type Node, shapeError } from '../node.ts';
import { executionOrder } from '../order.ts';
import type { Program } from '../program.ts';
import { denseView, type Kernel, type View } from '../view.ts';
import { instantiate, type ModuleMemory, newMemory } from './engine.ts';
import { Lowering } from './lowering.ts';
import { planMemory, scheduled } from './memory-plan.ts';
import { programModule } from './program-module.ts';
import type { Place } from './step.ts';

const PAGE_BYTES = 65_536;

/**
 * Compiles to a WebAssembly module with vector instructions and a memory of its own, which holds all numbers of the
 * program. What it computes in float64 is what `compileKernels` computes, to the bit; in float32 every operation is
 * rounded, where the typed arrays round when they store. The same bits on every machine and in every run.
 *
 * Throws where the engine has no vector instructions, or no room for the memory.
 */
export function compileWasm(outputs: readonly Node[], precision: Precision = 'float64'): Program {
  const lowering = new Lowering(executionOrder(outputs), outputs);
  const order = scheduled(lowering.steps);
  const bytes = precision === 'float32' ? 4 : 8;
  const leaves = [...lowering.leaves()];
  const size = planMemory(order, { leaves, bytes });
  const memory = newMemory(Math.max(1, Math.ceil(size / PAGE_BYTES)));
  const numbersAt = (offset: number, length: number): Values =>
    precision === 'float32'
      ? new Float32Array(memory.buffer, offset, length)
      : new Float64Array(memory.buffer, offset, length);
  for (const { buffer, values } of lowering.presets) {
    const numbers = numbersAt(buffer.offset, buffer.elements);
    if (typeof values === 'number') numbers.fill(values);
    else numbers.set(values);
  }
  const module = programModule(order, precision);
  const viewOf = ({ buffer, start, shape }: Place): View =>
    denseView(numbersAt(buffer.offset + start * bytes, elementCount(shape)), shape);
  const host: Record<string, ModuleMemory | Kernel> = { memory };
  module.hostSteps.forEach(({ node, reads, writes }, i) => {
    host[i] = kernelOf(node, viewOf(writes[0]!), reads.map(viewOf));
  });
  const run = instantiate(module.bytes, host);
  const arrays = new Map<Node, Values>();
  return {
    run,
    values(node) {
      const known = arrays.get(node);
      if (known !== undefined) return known;
      const place = lowering.placeOf(node);
      if (place === null)
        throw shapeError('only leaves and outputs of a program can be read', `node ${node.id}`);
      const { values } = viewOf(place);
      arrays.set(node, values);
      return values;
    },
  };
}
