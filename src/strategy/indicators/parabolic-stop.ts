import { type Indicator, requireRange, requireWidth } from './indicator.ts';

/**
 * Wilder's parabolic SAR: a stop that approaches the extreme of the present move by a factor, which grows by `step` with each
 * new extreme up to `limit`; a bar that reaches the stop turns the move round, and the stop goes to the extreme of the move
 * that ended. It never lies within the two bars before. The first move is a fall where the low of the second bar fell by
 * more than its high rose, else a rise; it begins with the stop at the first
 * bar's other end (Wilder 1978, "New Concepts in Technical
 * Trading Systems"). `value` is the stop for the present bar, after a turn the new one. In units of price.
 */
export class ParabolicStop implements Indicator<[high: number, low: number]> {
  readonly lookback = 2;
  readonly #step: number;
  readonly #limit: number;
  #isRising = true;
  #stop = Number.NaN;
  #extreme = Number.NaN;
  #factor = 0;
  #high = Number.NaN;
  #low = Number.NaN;
  #highBefore = Number.NaN;
  #lowBefore = Number.NaN;

  /** Numbers above zero, usually 0.02 and 0.2. */
  constructor(step = 0.02, limit = 0.2) {
    this.#step = requireWidth('ParabolicStop', step);
    this.#limit = requireWidth('ParabolicStop', limit);
  }

  get ready(): boolean {
    return !Number.isNaN(this.#stop);
  }

  get value(): number {
    return this.#stop;
  }

  /** Whether the stop lies below the price. */
  get isRising(): boolean {
    return this.#isRising;
  }

  update(high: number, low: number): void {
    requireRange('ParabolicStop', high, low);
    if (this.ready) this.#advance(high, low);
    else if (!Number.isNaN(this.#high)) this.#begin(high, low);
    this.#highBefore = this.#high;
    this.#lowBefore = this.#low;
    this.#high = high;
    this.#low = low;
  }

  #begin(high: number, low: number): void {
    const fall = this.#low - low;
    this.#isRising = !(fall > 0 && fall > high - this.#high);
    this.#stop = this.#isRising ? this.#low : this.#high;
    this.#extreme = this.#isRising ? high : low;
    this.#factor = Math.min(this.#step, this.#limit);
    if (this.#isReached(high, low)) this.#turn(high, low);
  }

  #isReached(high: number, low: number): boolean {
    return this.#isRising ? low <= this.#stop : high >= this.#stop;
  }

  #advance(high: number, low: number): void {
    const stop = this.#stop + this.#factor * (this.#extreme - this.#stop);
    this.#stop = this.#isRising
      ? Math.min(stop, this.#low, this.#lowBefore)
      : Math.max(stop, this.#high, this.#highBefore);
    if (this.#isReached(high, low)) this.#turn(high, low);
    else if (this.#isRising ? high > this.#extreme : low < this.#extreme) {
      this.#extreme = this.#isRising ? high : low;
      this.#factor = Math.min(this.#factor + this.#step, this.#limit);
    }
  }

  /** The stop must not lie within the bar that turned the move round, nor within the one before. */
  #turn(high: number, low: number): void {
    this.#isRising = !this.#isRising;
    this.#stop = this.#isRising
      ? Math.min(this.#extreme, this.#low, low)
      : Math.max(this.#extreme, this.#high, high);
    this.#extreme = this.#isRising ? high : low;
    this.#factor = Math.min(this.#step, this.#limit);
  }
}
