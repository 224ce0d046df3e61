import { RegimetaError } from '../../model/regimeta-error.ts';
import { type Indicator, requireBar, requireLength } from './indicator.ts';
import { SimpleMovingAverage } from './simple-moving-average.ts';

/**
 * Parkinson's volatility of a bar from the ranges of the last `length` bars: the root of the mean of ln(high / low)² over
 * 4 ln 2 (Parkinson 1980, Journal of Business 53(1)). Of log returns, per bar.
 */
export class ParkinsonVolatility implements Indicator<[high: number, low: number]> {
  readonly lookback: number;
  readonly #squares: SimpleMovingAverage;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('ParkinsonVolatility', length, 1);
    this.#squares = new SimpleMovingAverage(length);
  }

  get ready(): boolean {
    return this.#squares.ready;
  }

  get value(): number {
    return Math.sqrt(this.#squares.value / (4 * Math.LN2));
  }

  /** Also throws E_INVARIANT, and changes nothing, where the low is not above zero. */
  update(high: number, low: number): void {
    requireBar('ParkinsonVolatility', high, low);
    if (!(low > 0)) {
      const rule = 'a range in logarithms needs prices above zero';
      throw new RegimetaError('E_INVARIANT', { place: 'ParkinsonVolatility', rule, found: `low ${low}` });
    }
    const range = Math.log(high / low);
    this.#squares.update(range * range);
  }
}
