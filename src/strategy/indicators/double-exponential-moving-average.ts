import { ExponentialMovingAverage } from './exponential-moving-average.ts';
import { type Indicator, requireLength } from './indicator.ts';

/**
 * DEMA: twice the exponential moving average less the average of that average, each seeded with the mean of its first
 * `length` inputs (Mulloy 1994, Technical Analysis of Stocks & Commodities 12(1)). In units of the input.
 */
export class DoubleExponentialMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #first: ExponentialMovingAverage;
  readonly #second: ExponentialMovingAverage;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = 2 * requireLength('DoubleExponentialMovingAverage', length, 1) - 1;
    this.#first = new ExponentialMovingAverage(length);
    this.#second = new ExponentialMovingAverage(length);
  }

  get ready(): boolean {
    return this.#second.ready;
  }

  get value(): number {
    return this.ready ? 2 * this.#first.value - this.#second.value : Number.NaN;
  }

  update(value: number): void {
    this.#first.update(value);
    if (this.#first.ready) this.#second.update(this.#first.value);
  }
}
