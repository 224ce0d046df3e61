import { type Indicator, requireBar, requireInput } from './indicator.ts';

/**
 * The largest of high - low, |high - close before| and |low - close before| (Wilder 1978, "New Concepts in Technical
 * Trading Systems"). The first bar has no close before it. In units of price.
 */
export class TrueRange implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback = 2;
  #closeBefore = Number.NaN;
  #value = Number.NaN;

  get ready(): boolean {
    return !Number.isNaN(this.#value);
  }

  get value(): number {
    return this.#value;
  }

  update(high: number, low: number, close: number): void {
    requireBar('TrueRange', high, low);
    requireInput('TrueRange', close);
    const before = this.#closeBefore;
    if (!Number.isNaN(before)) this.#value = Math.max(high, before) - Math.min(low, before);
    this.#closeBefore = close;
  }
}
