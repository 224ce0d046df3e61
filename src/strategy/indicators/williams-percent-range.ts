import { type Indicator, requireBar, requireLength } from './indicator.ts';
import { WindowRange } from './window-range.ts';

/**
 * Williams' %R: how far the close lies below the highest high of the last `length` bars, in percent of their range, from
 * -100 at the lowest low to 0 (Williams 1979, "How I Made One Million Dollars"). -50 where there is no range.
 */
export class WilliamsPercentRange implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #range: WindowRange;
  #close = Number.NaN;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('WilliamsPercentRange', length, 1);
    this.#range = new WindowRange(length);
  }

  get ready(): boolean {
    return this.#range.ready;
  }

  get value(): number {
    const { highest, lowest } = this.#range;
    return highest === lowest ? -50 : (-100 * (highest - this.#close)) / (highest - lowest);
  }

  update(high: number, low: number, close: number): void {
    requireBar('WilliamsPercentRange', high, low, close);
    this.#range.push(high, low);
    this.#close = close;
  }
}
