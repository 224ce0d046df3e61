import { type Indicator, requireLength, requirePositive } from './indicator.ts';
import { logChange } from './log-change.ts';
import { WindowSpread } from './window-spread.ts';

/**
 * The sample standard deviation of the last `length` log returns from close to close. Per bar: the root of the bars of a year
 * makes it annual.
 */
export class HistoricalVolatility implements Indicator {
  readonly lookback: number;
  readonly #spread: WindowSpread;
  #before = Number.NaN;

  /** `length` at least 2, in returns. */
  constructor(length: number) {
    this.lookback = requireLength('HistoricalVolatility', length, 2) + 1;
    this.#spread = new WindowSpread(length);
  }

  get ready(): boolean {
    return this.#spread.ready;
  }

  get value(): number {
    return Math.sqrt(this.#spread.variance);
  }

  /** Also throws E_INDICATOR_INPUT, and changes nothing, where the price is not above zero. */
  update(price: number): void {
    requirePositive('HistoricalVolatility', price);
    if (!Number.isNaN(this.#before)) this.#spread.push(logChange(this.#before, price));
    this.#before = price;
  }
}
