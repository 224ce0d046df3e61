import { type Indicator, requireBar, requireLength } from './indicator.ts';
import { RangeStep } from './range-step.ts';
import { WindowMean } from './window-mean.ts';

/**
 * The vortex indicator: the sums over `length` bars of |high - low before| (`plus`) and of |low - high before| (`minus`), each
 * as a part of the sum of true ranges, 0 where there is none; `value` is plus less minus (Botes & Siepman 2010, Technical
 * Analysis of Stocks & Commodities 28(1)).
 */
export class Vortex implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #step = new RangeStep();
  readonly #range: WindowMean;
  readonly #rises: WindowMean;
  readonly #falls: WindowMean;
  #highBefore = Number.NaN;
  #lowBefore = Number.NaN;

  /** `length` at least 1 in true ranges, usually 14. */
  constructor(length = 14) {
    this.lookback = requireLength('Vortex', length, 1) + 1;
    this.#range = new WindowMean(length);
    this.#rises = new WindowMean(length);
    this.#falls = new WindowMean(length);
  }

  get ready(): boolean {
    return this.#range.ready;
  }

  get value(): number {
    return this.plus - this.minus;
  }

  get plus(): number {
    return this.#range.value === 0 ? 0 : this.#rises.value / this.#range.value;
  }

  get minus(): number {
    return this.#range.value === 0 ? 0 : this.#falls.value / this.#range.value;
  }

  update(high: number, low: number, close: number): void {
    requireBar('Vortex', high, low, close);
    const range = this.#step.next(high, low, close);
    if (!Number.isNaN(range)) {
      this.#range.push(range);
      this.#rises.push(Math.abs(high - this.#lowBefore));
      this.#falls.push(Math.abs(low - this.#highBefore));
    }
    this.#highBefore = high;
    this.#lowBefore = low;
  }
}
