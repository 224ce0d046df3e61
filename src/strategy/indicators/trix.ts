import { type Indicator, requireInput, requireLength } from './indicator.ts';
import { relativeChange } from './relative-change.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * TRIX: the change of the thrice smoothed input from one update to the next, in percent; each exponential moving average of
 * `length` is seeded with the mean of its first inputs (Hutson 1983, Technical Analysis of Stocks & Commodities 1(5)).
 * Zero where the smoothed input was 0, or so near to it that the quotient overflows.
 */
export class Trix implements Indicator {
  readonly lookback: number;
  readonly #first: SeededAverage;
  readonly #second: SeededAverage;
  readonly #third: SeededAverage;
  #value = Number.NaN;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = 3 * requireLength('Trix', length, 1) - 1;
    this.#first = new SeededAverage(length, 2 / (length + 1));
    this.#second = new SeededAverage(length, 2 / (length + 1));
    this.#third = new SeededAverage(length, 2 / (length + 1));
  }

  get ready(): boolean {
    return !Number.isNaN(this.#value);
  }

  get value(): number {
    return this.#value;
  }

  update(value: number): void {
    requireInput('Trix', value);
    const before = this.#third.value;
    this.#first.push(value);
    if (this.#first.ready) this.#second.push(this.#first.value);
    if (this.#second.ready) this.#third.push(this.#second.value);
    if (Number.isNaN(before)) return;
    this.#value = 100 * relativeChange(before, this.#third.value);
  }
}
