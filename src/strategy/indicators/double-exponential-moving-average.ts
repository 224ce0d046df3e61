import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * DEMA: twice the exponential moving average less the average of that average, each seeded with the mean of its first
 * `length` inputs (Mulloy 1994, Technical Analysis of Stocks & Commodities 12(1)). In units of the input.
 */
export class DoubleExponentialMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #first: SeededAverage;
  readonly #second: SeededAverage;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = 2 * requireLength('DoubleExponentialMovingAverage', length, 1) - 1;
    this.#first = new SeededAverage(length, 2 / (length + 1));
    this.#second = new SeededAverage(length, 2 / (length + 1));
  }

  get ready(): boolean {
    return this.#second.ready;
  }

  get value(): number {
    return this.ready ? 2 * this.#first.value - this.#second.value : Number.NaN;
  }

  update(value: number): void {
    requireInput('DoubleExponentialMovingAverage', value);
    this.#first.push(value);
    if (this.#first.ready) this.#second.push(this.#first.value);
  }
}
