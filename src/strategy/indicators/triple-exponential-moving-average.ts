import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * TEMA: 3 E1 - 3 E2 + E3, where E1 is the exponential moving average of the input and each next one that of the one
 * before, seeded with the mean of its first `length` inputs (Mulloy 1994, Technical Analysis of Stocks & Commodities
 * 12(2)). In units of the input.
 */
export class TripleExponentialMovingAverage implements Indicator {
  readonly lookback: number;
  readonly #first: SeededAverage;
  readonly #second: SeededAverage;
  readonly #third: SeededAverage;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = 3 * requireLength('TripleExponentialMovingAverage', length, 1) - 2;
    this.#first = new SeededAverage(length, 2 / (length + 1));
    this.#second = new SeededAverage(length, 2 / (length + 1));
    this.#third = new SeededAverage(length, 2 / (length + 1));
  }

  get ready(): boolean {
    return this.#third.ready;
  }

  get value(): number {
    return this.ready ? 3 * this.#first.value - 3 * this.#second.value + this.#third.value : Number.NaN;
  }

  update(value: number): void {
    requireInput('TripleExponentialMovingAverage', value);
    this.#first.push(value);
    if (this.#first.ready) this.#second.push(this.#first.value);
    if (this.#second.ready) this.#third.push(this.#second.value);
  }
}
