import { type Indicator, requireLength, requirePositive, requireRange } from './indicator.ts';
import { logChange } from './log-change.ts';
import { WindowMean } from './window-mean.ts';

/**
 * Parkinson's volatility of a bar from the ranges of the last `length` bars: the root of the mean of ln(high / low)² over
 * 4 ln 2 (Parkinson 1980, Journal of Business 53(1)). Of log returns, per bar.
 */
export class ParkinsonVolatility implements Indicator<[high: number, low: number]> {
  readonly lookback: number;
  readonly #squares: WindowMean;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('ParkinsonVolatility', length, 1);
    this.#squares = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#squares.ready;
  }

  get value(): number {
    return Math.sqrt(this.#squares.value / (4 * Math.LN2));
  }

  /** Also throws E_INDICATOR_INPUT, and changes nothing, where the low is not above zero. */
  update(high: number, low: number): void {
    requireRange('ParkinsonVolatility', high, low);
    requirePositive('ParkinsonVolatility', low);
    const range = logChange(low, high);
    this.#squares.push(range * range);
  }
}
