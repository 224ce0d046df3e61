import { AverageRange } from './average-range.ts';
import { type Indicator, requireBar, requireLength } from './indicator.ts';

/**
 * Wilder's average of the true range, which is the largest of high - low, |high - close before| and
 * |low - close before|, seeded with the mean of the first `length` true ranges (Wilder 1978, "New Concepts in
 * Technical Trading Systems"). The first bar has no close before it and only starts the count. In units of price.
 */
export class AverageTrueRange implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #average: AverageRange;

  /** `length` at least 1, in true ranges. */
  constructor(length: number) {
    this.lookback = requireLength('AverageTrueRange', length, 1) + 1;
    this.#average = new AverageRange(length);
  }

  get ready(): boolean {
    return this.#average.ready;
  }

  get value(): number {
    return this.#average.value;
  }

  update(high: number, low: number, close: number): void {
    requireBar('AverageTrueRange', high, low, close);
    this.#average.push(high, low, close);
  }
}
