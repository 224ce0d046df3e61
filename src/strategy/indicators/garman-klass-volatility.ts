import { type Indicator, requireBar, requireLength, requirePositive } from './indicator.ts';
import { logChange } from './log-change.ts';
import { WindowMean } from './window-mean.ts';

/**
 * Garman's and Klass's volatility of a bar: the root of the mean over `length` bars of ln(high / low)² / 2 - (2 ln 2 - 1)
 * ln(close / open)² (Garman & Klass 1980, Journal of Business 53(1)). It knows no gaps between bars. Of log returns, per bar.
 */
export class GarmanKlassVolatility
  implements Indicator<[open: number, high: number, low: number, close: number]>
{
  readonly lookback: number;
  readonly #variance: WindowMean;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('GarmanKlassVolatility', length, 1);
    this.#variance = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#variance.ready;
  }

  get value(): number {
    return Math.sqrt(this.#variance.value);
  }

  /** Also throws E_INDICATOR_INPUT, and changes nothing, where the low is not above zero. */
  update(open: number, high: number, low: number, close: number): void {
    requireBar('GarmanKlassVolatility', high, low, open);
    requireBar('GarmanKlassVolatility', high, low, close);
    requirePositive('GarmanKlassVolatility', low);
    const range = logChange(low, high);
    const move = logChange(open, close);
    this.#variance.push((range * range) / 2 - (2 * Math.LN2 - 1) * move * move);
  }
}
