import { type Indicator, requireBar, requireInput, requireLength, requireVolume } from './indicator.ts';
import { WindowMean } from './window-mean.ts';

/**
 * The money flow index: of the last `length` changes of the typical price (high + low + close) / 3, the part of the traded
 * value that went with rises, from 0 to 100; 50 where nothing moved (Quong & Soudack 1989, Technical Analysis of Stocks &
 * Commodities 7(3)).
 */
export class MoneyFlowIndex implements Indicator<[high: number, low: number, close: number, volume: number]> {
  readonly lookback: number;
  readonly #rises: WindowMean;
  readonly #falls: WindowMean;
  #before = Number.NaN;

  /** `length` at least 1, in changes. */
  constructor(length: number) {
    this.lookback = requireLength('MoneyFlowIndex', length, 1) + 1;
    this.#rises = new WindowMean(length);
    this.#falls = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#rises.ready;
  }

  get value(): number {
    const rises = this.#rises.value;
    const flow = rises + this.#falls.value;
    return flow === 0 ? 50 : (100 * rises) / flow;
  }

  update(high: number, low: number, close: number, volume: number): void {
    requireBar('MoneyFlowIndex', high, low, close);
    requireVolume('MoneyFlowIndex', volume);
    const price = (high + low + close) / 3;
    requireInput('MoneyFlowIndex', price * volume);
    if (!Number.isNaN(this.#before)) {
      this.#rises.push(price > this.#before ? price * volume : 0);
      this.#falls.push(price < this.#before ? price * volume : 0);
    }
    this.#before = price;
  }
}
