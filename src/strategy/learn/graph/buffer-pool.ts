import type { Values } from '../../../math/batched-matmul.ts';

/** The width of the numbers that a program computes with. */
export type Precision = 'float64' | 'float32';

/** Hands out arrays at compile time; those given back are used again for nodes of the same size. */
export class BufferPool {
  readonly #precision: Precision;
  readonly #free = new Map<number, Values[]>();

  constructor(precision: Precision) {
    this.#precision = precision;
  }

  /** An array that nobody else has or had: its numbers survive a run. */
  fresh(length: number): Values {
    return this.#precision === 'float64' ? new Float64Array(length) : new Float32Array(length);
  }

  /** An array that may have been given back before: what ran earlier writes to it in every run. */
  take(length: number): Values {
    return this.#free.get(length)?.pop() ?? this.fresh(length);
  }

  give(values: Values): void {
    const free = this.#free.get(values.length);
    if (free === undefined) this.#free.set(values.length, [values]);
    else free.push(values);
  }
}
