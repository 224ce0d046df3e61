import { type Indicator, requireBar, requireLength, requirePositive } from './indicator.ts';
import { logChange } from './log-change.ts';
import { WindowMean } from './window-mean.ts';
import { WindowSpread } from './window-spread.ts';

/**
 * Yang's and Zhang's volatility of a bar and the gap before it: the root of o + k c + (1 - k) r, where o and c are the sample
 * variances over `length` bars of ln(open / close before) and of ln(close / open), r is Rogers's and Satchell's variance, and
 * k = 0.34 / (1.34 + (length + 1) / (length - 1)) (Yang & Zhang 2000, Journal of Business 73(3)). Of log returns, per bar.
 */
export class YangZhangVolatility
  implements Indicator<[open: number, high: number, low: number, close: number]>
{
  readonly lookback: number;
  readonly #gaps: WindowSpread;
  readonly #moves: WindowSpread;
  readonly #inside: WindowMean;
  readonly #weight: number;
  #closeBefore = Number.NaN;

  /** `length` at least 2, in bars with one before them. */
  constructor(length: number) {
    this.lookback = requireLength('YangZhangVolatility', length, 2) + 1;
    this.#weight = 0.34 / (1.34 + (length + 1) / (length - 1));
    this.#gaps = new WindowSpread(length);
    this.#moves = new WindowSpread(length);
    this.#inside = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#inside.ready;
  }

  get value(): number {
    const k = this.#weight;
    return Math.sqrt(this.#gaps.variance + k * this.#moves.variance + (1 - k) * this.#inside.value);
  }

  /** Also throws E_INDICATOR_INPUT, and changes nothing, where the low is not above zero. */
  update(open: number, high: number, low: number, close: number): void {
    requireBar('YangZhangVolatility', high, low, open);
    requireBar('YangZhangVolatility', high, low, close);
    requirePositive('YangZhangVolatility', low);
    if (!Number.isNaN(this.#closeBefore)) {
      this.#gaps.push(logChange(this.#closeBefore, open));
      this.#moves.push(logChange(open, close));
      const above = logChange(open, high) * logChange(close, high);
      this.#inside.push(above + logChange(open, low) * logChange(close, low));
    }
    this.#closeBefore = close;
  }
}
