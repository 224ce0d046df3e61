import { type Indicator, requireInput, requireLength, requirePositive } from './indicator.ts';
import { WindowPairs } from './window-pairs.ts';

/**
 * The beta of a price to that of a market: the slope of the least-squares line of its last `length` simple returns on those of
 * the market, 0 where the market does not move; with the line's `alpha` an update, and the `correlation` of the two. Takes a time
 * in proportion to `length`.
 */
export class RollingBeta implements Indicator<[price: number, marketPrice: number]> {
  readonly lookback: number;
  readonly #pairs: WindowPairs;
  #price = Number.NaN;
  #marketPrice = Number.NaN;

  /** `length` at least 2, in returns. */
  constructor(length: number) {
    this.lookback = requireLength('RollingBeta', length, 2) + 1;
    this.#pairs = new WindowPairs(length);
  }

  get ready(): boolean {
    return this.#pairs.ready;
  }

  get value(): number {
    return this.#pairs.slope;
  }

  get alpha(): number {
    return this.#pairs.intercept;
  }

  get correlation(): number {
    return this.#pairs.correlation;
  }

  /** Also throws E_INDICATOR_INPUT, and changes nothing, where a price is not above zero or a return above 1e150. */
  update(price: number, marketPrice: number): void {
    requirePositive('RollingBeta', price);
    requirePositive('RollingBeta', marketPrice);
    if (!Number.isNaN(this.#price)) {
      const change = price / this.#price - 1;
      const marketChange = marketPrice / this.#marketPrice - 1;
      requireInput('RollingBeta', change);
      requireInput('RollingBeta', marketChange);
      this.#pairs.push(change, marketChange);
    }
    this.#price = price;
    this.#marketPrice = marketPrice;
  }
}
