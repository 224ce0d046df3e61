import { ExponentialMovingAverage } from './exponential-moving-average.ts';
import { type Indicator, requireLength } from './indicator.ts';

/**
 * TRIX: the change of the thrice smoothed input from one update to the next, in percent; each exponential moving average of
 * `length` is seeded with the mean of its first inputs (Hutson 1983, Technical Analysis of Stocks & Commodities 1(5)).
 * Zero where the smoothed input was 0.
 */
export class Trix implements Indicator {
  readonly lookback: number;
  readonly #first: ExponentialMovingAverage;
  readonly #second: ExponentialMovingAverage;
  readonly #third: ExponentialMovingAverage;
  #value = Number.NaN;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = 3 * requireLength('Trix', length, 1) - 1;
    this.#first = new ExponentialMovingAverage(length);
    this.#second = new ExponentialMovingAverage(length);
    this.#third = new ExponentialMovingAverage(length);
  }

  get ready(): boolean {
    return !Number.isNaN(this.#value);
  }

  get value(): number {
    return this.#value;
  }

  update(value: number): void {
    const before = this.#third.value;
    this.#first.update(value);
    if (this.#first.ready) this.#second.update(this.#first.value);
    if (this.#second.ready) this.#third.update(this.#second.value);
    if (Number.isNaN(before)) return;
    this.#value = before === 0 ? 0 : 100 * (this.#third.value / before - 1);
  }
}
