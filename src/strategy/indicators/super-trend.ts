import { AverageRange } from './average-range.ts';
import { type Indicator, requireBar, requireLength, requireWidth } from './indicator.ts';

/**
 * SuperTrend (Seban): a stop that lies `width` average true ranges of `length` bars from the middle of the bar, below the
 * price in a rise and above it in a fall; it only ever moves towards the price, and changes sides when a close crosses it.
 * `value` is the stop. It begins in a rise. In units of price.
 */
export class SuperTrend implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #range: AverageRange;
  readonly #width: number;
  #upper = Number.POSITIVE_INFINITY;
  #lower = Number.NEGATIVE_INFINITY;
  #closeBefore = Number.NaN;
  #isRising = true;

  /** `length` at least 1, usually 10; `width` above zero, usually 3. */
  constructor(length = 10, width = 3) {
    this.#range = new AverageRange(requireLength('SuperTrend', length, 1));
    this.#width = requireWidth('SuperTrend', width);
    this.lookback = length + 1;
  }

  get ready(): boolean {
    return this.#range.ready;
  }

  get value(): number {
    if (!this.ready) return Number.NaN;
    return this.#isRising ? this.#lower : this.#upper;
  }

  /** Whether the stop lies below the price. */
  get isRising(): boolean {
    return this.#isRising;
  }

  update(high: number, low: number, close: number): void {
    requireBar('SuperTrend', high, low, close);
    this.#range.push(high, low, close);
    if (this.ready) this.#move((high + low) / 2, this.#width * this.#range.value, close);
    this.#closeBefore = close;
  }

  #move(middle: number, distance: number, close: number): void {
    const upper = middle + distance;
    const lower = middle - distance;
    // A band gives way only where the close before had crossed it.
    if (upper < this.#upper || this.#closeBefore > this.#upper) this.#upper = upper;
    if (lower > this.#lower || this.#closeBefore < this.#lower) this.#lower = lower;
    if (this.#isRising && close < this.#lower) this.#isRising = false;
    else if (!this.#isRising && close > this.#upper) this.#isRising = true;
  }
}
