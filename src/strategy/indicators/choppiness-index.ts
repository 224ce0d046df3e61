import { type Indicator, requireBar, requireLength } from './indicator.ts';
import { RangeStep } from './range-step.ts';
import { WindowMean } from './window-mean.ts';
import { WindowRange } from './window-range.ts';

/**
 * The choppiness index: 100 ln(Σ true range / (highest high - lowest low)) / ln(length) over the last `length` bars (Dreiss
 * 1993). Near 0 in a straight move, near 100 sideways; above that where gaps repeat, and 100 where there is no range at all.
 */
export class ChoppinessIndex implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #step = new RangeStep();
  readonly #ranges: WindowMean;
  readonly #range: WindowRange;

  /** `length` at least 2 in true ranges, usually 14. */
  constructor(length = 14) {
    this.lookback = requireLength('ChoppinessIndex', length, 2) + 1;
    this.#ranges = new WindowMean(length);
    this.#range = new WindowRange(length);
  }

  get ready(): boolean {
    return this.#ranges.ready;
  }

  get value(): number {
    if (!this.ready) return Number.NaN;
    const length = this.lookback - 1;
    const ratio = (length * this.#ranges.value) / (this.#range.highest - this.#range.lowest);
    return Number.isFinite(ratio) ? (100 * Math.log(ratio)) / Math.log(length) : 100;
  }

  update(high: number, low: number, close: number): void {
    requireBar('ChoppinessIndex', high, low, close);
    const range = this.#step.next(high, low, close);
    this.#range.push(high, low);
    if (!Number.isNaN(range)) this.#ranges.push(range);
  }
}
