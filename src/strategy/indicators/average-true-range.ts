import { type Indicator, requireBar, requireInput, requireLength } from './indicator.ts';
import { SeededAverage } from './seeded-average.ts';

/**
 * Wilder's average of the true range, which is the largest of high - low, |high - close before| and
 * |low - close before|, seeded with the mean of the first `length` true ranges (Wilder 1978, "New Concepts in
 * Technical Trading Systems"). The first bar has no close before it and only starts the count. In units of price.
 */
export class AverageTrueRange implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #average: SeededAverage;
  #closeBefore = Number.NaN;

  /** `length` at least 1, in true ranges. */
  constructor(length: number) {
    this.lookback = requireLength('AverageTrueRange', length, 1) + 1;
    this.#average = new SeededAverage(length, 1 / length);
  }

  get ready(): boolean {
    return this.#average.ready;
  }

  get value(): number {
    return this.#average.value;
  }

  /** Also throws E_INVARIANT, and changes nothing, where the high is below the low. */
  update(high: number, low: number, close: number): void {
    requireBar('AverageTrueRange', high, low);
    requireInput('AverageTrueRange', close);
    const closeBefore = this.#closeBefore;
    this.#closeBefore = close;
    if (Number.isNaN(closeBefore)) return;
    this.#average.push(Math.max(high, closeBefore) - Math.min(low, closeBefore));
  }
}
