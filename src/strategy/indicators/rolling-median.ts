import { type Indicator, requireInput, requireLength } from './indicator.ts';

/**
 * The median of the last `length` inputs; of an even number of them the mean of the two in the middle. Keeps them sorted: a
 * time in proportion to `length` for moving them. In units of the input.
 */
export class RollingMedian implements Indicator {
  readonly lookback: number;
  readonly #ring: Float64Array;
  readonly #sorted: Float64Array;
  #count = 0;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('RollingMedian', length, 1);
    this.#ring = new Float64Array(length);
    this.#sorted = new Float64Array(length);
  }

  get ready(): boolean {
    return this.#count >= this.lookback;
  }

  get value(): number {
    if (!this.ready) return Number.NaN;
    const upper = this.lookback >> 1;
    if (this.lookback % 2 === 1) return this.#sorted[upper];
    return (this.#sorted[upper - 1] + this.#sorted[upper]) / 2;
  }

  update(value: number): void {
    requireInput('RollingMedian', value);
    const at = this.#count % this.lookback;
    let kept = Math.min(this.#count, this.lookback);
    if (this.ready) {
      const out = this.#rank(this.#ring[at], kept);
      this.#sorted.copyWithin(out, out + 1, kept);
      kept--;
    }
    const into = this.#rank(value, kept);
    this.#sorted.copyWithin(into + 1, into, kept);
    this.#sorted[into] = value;
    this.#ring[at] = value;
    this.#count++;
  }

  /** How many of the first `kept` are below the value, by halving. */
  #rank(value: number, kept: number): number {
    let low = 0;
    let high = kept;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
