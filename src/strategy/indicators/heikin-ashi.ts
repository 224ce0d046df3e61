import { type Indicator, requireBar } from './indicator.ts';

/**
 * Heikin-Ashi bars: the close is the mean of the four prices of the bar, the open the mean of open and close of the
 * Heikin-Ashi bar before, of the first bar that of its own, and high and low take those two in (Valcu 2004, Technical Analysis
 * of Stocks & Commodities 22(2)). `value` is the close. They are averages: no order fills at them. In units of price.
 */
export class HeikinAshi implements Indicator<[open: number, high: number, low: number, close: number]> {
  readonly lookback = 1;
  #open = Number.NaN;
  #high = Number.NaN;
  #low = Number.NaN;
  #close = Number.NaN;

  get ready(): boolean {
    return !Number.isNaN(this.#close);
  }

  get value(): number {
    return this.#close;
  }

  get open(): number {
    return this.#open;
  }

  get high(): number {
    return this.#high;
  }

  get low(): number {
    return this.#low;
  }

  update(open: number, high: number, low: number, close: number): void {
    requireBar('HeikinAshi', high, low, open);
    requireBar('HeikinAshi', high, low, close);
    this.#open = this.ready ? (this.#open + this.#close) / 2 : (open + close) / 2;
    this.#close = (open + high + low + close) / 4;
    this.#high = Math.max(high, this.#open, this.#close);
    this.#low = Math.min(low, this.#open, this.#close);
  }
}
