import { type Indicator, requireInput, requireLength } from './indicator.ts';

/**
 * The mean of the last `length` inputs with weights that rise from 1 for the oldest to `length` for the present one. Summed
 * anew at each update, in a time in proportion to `length`, so that nothing drifts. In units of the input.
 */
export class WeightedMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #ring: Float64Array;
  #count = 0;
  #value = Number.NaN;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('WeightedMovingAverage', length, 1);
    this.#ring = new Float64Array(length);
  }

  get ready(): boolean {
    return this.#count >= this.lookback;
  }

  get value(): number {
    return this.#value;
  }

  update(value: number): void {
    requireInput('WeightedMovingAverage', value);
    const length = this.lookback;
    this.#ring[this.#count % length] = value;
    this.#count++;
    if (!this.ready) return;
    let sum = 0;
    // The oldest stands where the next will.
    for (let i = 0; i < length; i++) sum += (i + 1) * this.#ring[(this.#count + i) % length];
    this.#value = sum / ((length * (length + 1)) / 2);
  }
}
