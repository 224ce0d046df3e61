import { type Indicator, requireInput, requireLength } from './indicator.ts';

/** The change over `length` updates: input less the input `length` updates before. In units of the input. */
export class Momentum implements Indicator {
  readonly lookback: number;
  readonly #ring: Float64Array;
  #count = 0;
  #value = Number.NaN;

  /** `length` at least 1, in changes. */
  constructor(length: number) {
    this.lookback = requireLength('Momentum', length, 1) + 1;
    this.#ring = new Float64Array(length);
  }

  get ready(): boolean {
    return this.#count >= this.lookback;
  }

  get value(): number {
    return this.#value;
  }

  update(value: number): void {
    requireInput('Momentum', value);
    const at = this.#count % this.#ring.length;
    const before = this.#ring[at];
    this.#ring[at] = value;
    this.#count += 1;
    if (this.ready) this.#value = value - before;
  }
}
