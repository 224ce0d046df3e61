import { type Indicator, requireBar, requireLength, requirePositive } from './indicator.ts';
import { logChange } from './log-change.ts';
import { WindowMean } from './window-mean.ts';

/**
 * Rogers's and Satchell's volatility of a bar: the root of the mean over `length` bars of ln(high / open) ln(high / close) +
 * ln(low / open) ln(low / close), which a drift does not disturb (Rogers & Satchell 1991, Annals of Applied Probability 1(4)).
 * It knows no gaps between bars. Of log returns, per bar.
 */
export class RogersSatchellVolatility
  implements Indicator<[open: number, high: number, low: number, close: number]>
{
  readonly lookback: number;
  readonly #variance: WindowMean;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('RogersSatchellVolatility', length, 1);
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
    requireBar('RogersSatchellVolatility', high, low, open);
    requireBar('RogersSatchellVolatility', high, low, close);
    requirePositive('RogersSatchellVolatility', low);
    const above = logChange(open, high) * logChange(close, high);
    this.#variance.push(above + logChange(open, low) * logChange(close, low));
  }
}
