import { type Indicator, requireInput, requireLength } from './indicator.ts';

/**
 * How many of the `length` inputs before the present one were not above it, in percent: 100 for a new high, 0 for a new low.
 * Takes a time in proportion to `length`.
 */
export class PercentRank implements Indicator {
  readonly lookback: number;
  readonly #ring: Float64Array;
  #count = 0;
  #value = Number.NaN;

  /** `length` at least 1, in inputs before the present one. */
  constructor(length: number) {
    this.lookback = requireLength('PercentRank', length, 1) + 1;
    this.#ring = new Float64Array(length);
  }

  get ready(): boolean {
    return this.#count >= this.lookback;
  }

  get value(): number {
    return this.#value;
  }

  update(value: number): void {
    requireInput('PercentRank', value);
    const ring = this.#ring;
    if (this.#count >= ring.length) {
      let below = 0;
      for (let i = 0; i < ring.length; i++) if (ring[i] <= value) below++;
      this.#value = (100 * below) / ring.length;
    }
    ring[this.#count % ring.length] = value;
    this.#count++;
  }
}
