import { type Indicator, requireBar, requireLength } from './indicator.ts';

/**
 * The commodity channel index: how far the typical price (high + low + close) / 3 lies from its mean over `length` bars, in
 * units of 0.015 mean absolute deviations; 0 where there is none (Lambert 1980, Commodities 9(10)). Takes a time in
 * proportion to `length`, since the deviations are about a mean that moves.
 */
export class CommodityChannelIndex implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #prices: Float64Array;
  #count = 0;
  #value = Number.NaN;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('CommodityChannelIndex', length, 1);
    this.#prices = new Float64Array(length);
  }

  get ready(): boolean {
    return this.#count >= this.lookback;
  }

  get value(): number {
    return this.#value;
  }

  update(high: number, low: number, close: number): void {
    requireBar('CommodityChannelIndex', high, low, close);
    const price = (high + low + close) / 3;
    this.#prices[this.#count % this.lookback] = price;
    this.#count++;
    if (this.ready) this.#value = this.#indexOf(price);
  }

  #indexOf(price: number): number {
    const prices = this.#prices;
    let mean = 0;
    for (let i = 0; i < prices.length; i++) mean += prices[i];
    mean /= prices.length;
    let deviation = 0;
    let isFlat = true;
    for (let i = 0; i < prices.length; i++) {
      deviation += Math.abs(prices[i] - mean);
      if (prices[i] !== price) isFlat = false;
    }
    deviation /= prices.length;
    // Rounding of the mean alone would look like a deviation.
    return isFlat ? 0 : (price - mean) / (0.015 * deviation);
  }
}
