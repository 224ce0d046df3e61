import { type Indicator, requireBar } from './indicator.ts';
import { RangeStep } from './range-step.ts';

/**
 * The largest of high - low, |high - close before| and |low - close before| (Wilder 1978, "New Concepts in Technical
 * Trading Systems"). The first bar has no close before it. In units of price.
 */
export class TrueRange implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback = 2;
  readonly #step = new RangeStep();
  #value = Number.NaN;

  get ready(): boolean {
    return !Number.isNaN(this.#value);
  }

  get value(): number {
    return this.#value;
  }

  update(high: number, low: number, close: number): void {
    requireBar('TrueRange', high, low, close);
    this.#value = this.#step.next(high, low, close);
  }
}
