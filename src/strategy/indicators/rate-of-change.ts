import { type Indicator, requireInput, requireLength } from './indicator.ts';

/**
 * The relative change over `length` updates: input / (input `length` updates before) - 1, as a fraction. Not ready
 * while the earlier input is 0, from which there is no relative change, or so near to it that the quotient overflows.
 */
export class RateOfChange implements Indicator {
  readonly lookback: number;
  readonly #ring: Float64Array;
  #count = 0;
  #value = Number.NaN;

  /** `length` at least 1, in changes. */
  constructor(length: number) {
    this.lookback = requireLength('RateOfChange', length, 1) + 1;
    this.#ring = new Float64Array(length);
  }

  get ready(): boolean {
    return !Number.isNaN(this.#value);
  }

  get value(): number {
    return this.#value;
  }

  update(value: number): void {
    requireInput('RateOfChange', value);
    const at = this.#count % this.#ring.length;
    const before = this.#ring[at];
    this.#ring[at] = value;
    this.#count += 1;
    const change = this.#count < this.lookback ? Number.NaN : value / before - 1;
    this.#value = Number.isFinite(change) ? change : Number.NaN;
  }
}
