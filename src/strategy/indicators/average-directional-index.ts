import { type Indicator, requireBar, requireLength } from './indicator.ts';
import { RangeStep } from './range-step.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * Wilder's directional movement: +DI and -DI, the averages of the rises of the high and of the falls of the low that exceed the
 * other, in percent of the average true range; and ADX, the average of 100 |+DI - -DI| / (+DI + -DI). `value` is ADX. Each
 * average is Wilder's, seeded with the mean of its first `length` inputs (Wilder 1978, "New Concepts in Technical Trading
 * Systems").
 */
export class AverageDirectionalIndex implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #step = new RangeStep();
  readonly #range: SeededAverage;
  readonly #plus: SeededAverage;
  readonly #minus: SeededAverage;
  readonly #index: SeededAverage;
  #highBefore = Number.NaN;
  #lowBefore = Number.NaN;

  /** `length` at least 1, usually 14. */
  constructor(length: number) {
    this.lookback = 2 * requireLength('AverageDirectionalIndex', length, 1);
    this.#range = new SeededAverage(length, 1 / length);
    this.#plus = new SeededAverage(length, 1 / length);
    this.#minus = new SeededAverage(length, 1 / length);
    this.#index = new SeededAverage(length, 1 / length);
  }

  get ready(): boolean {
    return this.#index.ready;
  }

  get value(): number {
    return this.#index.value;
  }

  /** +DI, from 0 to 100. */
  get plus(): number {
    return this.#inPercent(this.#plus);
  }

  /** -DI, from 0 to 100. */
  get minus(): number {
    return this.#inPercent(this.#minus);
  }

  update(high: number, low: number, close: number): void {
    requireBar('AverageDirectionalIndex', high, low, close);
    const range = this.#step.next(high, low, close);
    if (!Number.isNaN(range)) this.#move(range, high - this.#highBefore, this.#lowBefore - low);
    this.#highBefore = high;
    this.#lowBefore = low;
  }

  #move(range: number, rise: number, fall: number): void {
    this.#range.push(range);
    this.#plus.push(rise > fall && rise > 0 ? rise : 0);
    this.#minus.push(fall > rise && fall > 0 ? fall : 0);
    if (!this.#range.ready) return;
    const sum = this.#plus.value + this.#minus.value;
    this.#index.push(sum === 0 ? 0 : (100 * Math.abs(this.#plus.value - this.#minus.value)) / sum);
  }

  #inPercent(movement: SeededAverage): number {
    if (!this.ready) return Number.NaN;
    return this.#range.value === 0 ? 0 : (100 * movement.value) / this.#range.value;
  }
}
