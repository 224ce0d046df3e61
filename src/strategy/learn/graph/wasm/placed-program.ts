import type { Values } from '../../../../math/batched-matmul.ts';
import type { Precision } from '../buffer-pool.ts';
import { elementCount, type Node, shapeError } from '../node.ts';
import { executionOrder } from '../order.ts';
import { denseView, type View } from '../view.ts';
import { type ModuleMemory, newMemory } from './engine.ts';
import { Lowering } from './lowering.ts';
import { planMemory, scheduled } from './memory-plan.ts';
import { type ProgramModule, programModule } from './program-module.ts';
import type { Place } from './step.ts';

const PAGE_BYTES = 65_536;

/** A program with a memory that holds all its numbers, and the module that computes on it; not yet instantiated. */
export class PlacedProgram {
  readonly memory: ModuleMemory;
  readonly module: ProgramModule;
  readonly #precision: Precision;
  readonly #lowering: Lowering;
  readonly #arrays = new Map<Node, Values>();

  /** With `isShared` the memory can be given to a worker. Throws a RangeError where there is no room for it. */
  constructor(outputs: readonly Node[], precision: Precision, isShared: boolean) {
    this.#precision = precision;
    this.#lowering = new Lowering(executionOrder(outputs), outputs);
    const order = scheduled(this.#lowering.steps);
    const size = planMemory(order, { leaves: [...this.#lowering.leaves()], bytes: this.#bytes });
    this.memory = newMemory(Math.max(1, Math.ceil(size / PAGE_BYTES)), isShared);
    this.module = programModule(order, { precision, sharedPages: isShared ? this.memory.pages : null });
    for (const { buffer, values } of this.#lowering.presets) {
      const numbers = this.#numbersAt(buffer.offset, buffer.elements);
      if (typeof values === 'number') numbers.fill(values);
      else numbers.set(values);
    }
  }

  /** As `Program.values`. */
  values(node: Node): Values {
    const known = this.#arrays.get(node);
    if (known !== undefined) return known;
    const place = this.#lowering.placeOf(node);
    if (place === null)
      throw shapeError('only leaves and outputs of a program can be read', `node ${node.id}`);
    const { values } = this.viewOf(place);
    this.#arrays.set(node, values);
    return values;
  }

  /** The numbers of a place that is dense. */
  viewOf({ buffer, start, shape }: Place): View {
    return denseView(this.#numbersAt(buffer.offset + start * this.#bytes, elementCount(shape)), shape);
  }

  get #bytes(): 4 | 8 {
    return this.#precision === 'float32' ? 4 : 8;
  }

  #numbersAt(offset: number, length: number): Values {
    const { buffer } = this.memory.memory;
    return this.#precision === 'float32'
      ? new Float32Array(buffer, offset, length)
      : new Float64Array(buffer, offset, length);
  }
}
