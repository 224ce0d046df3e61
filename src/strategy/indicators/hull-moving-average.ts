import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { WindowWeightedMean } from './window-weighted-mean.ts';

/**
 * Hull's moving average: the weighted moving average, over √length, of twice that of half the length less that of the whole;
 * half and root are rounded down (Hull 2005, "How to reduce lag in a moving average"). Takes a time in proportion to
 * `length`. In units of the input.
 */
export class HullMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #half: WindowWeightedMean;
  readonly #whole: WindowWeightedMean;
  readonly #smoothed: WindowWeightedMean;

  /** `length` at least 2. */
  constructor(length: number) {
    requireLength('HullMovingAverage', length, 2);
    const root = Math.floor(Math.sqrt(length));
    this.lookback = length + root - 1;
    this.#half = new WindowWeightedMean(Math.floor(length / 2));
    this.#whole = new WindowWeightedMean(length);
    this.#smoothed = new WindowWeightedMean(root);
  }

  get ready(): boolean {
    return this.#smoothed.ready;
  }

  get value(): number {
    return this.#smoothed.value;
  }

  update(value: number): void {
    requireInput('HullMovingAverage', value);
    this.#half.push(value);
    this.#whole.push(value);
    if (this.#whole.ready) this.#smoothed.push(2 * this.#half.value - this.#whole.value);
  }
}
