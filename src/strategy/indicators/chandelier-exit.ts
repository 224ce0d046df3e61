import { AverageRange } from './average-range.ts';
import { type Indicator, requireBar, requireLength, requireWidth } from './indicator.ts';
import { WindowRange } from './window-range.ts';

/**
 * The chandelier exit: `width` average true ranges below the highest high of `length` bars (`value`, the stop of a long position),
 * and as many above their lowest low (`short`) (LeBeau, in Elder 2002, "Come Into My Trading Room"). In units of price.
 */
export class ChandelierExit implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #range: WindowRange;
  readonly #average: AverageRange;
  readonly #width: number;

  /** `length` at least 1, usually 22; `width` above zero, usually 3. */
  constructor(length = 22, width = 3) {
    this.lookback = requireLength('ChandelierExit', length, 1) + 1;
    this.#width = requireWidth('ChandelierExit', width);
    this.#range = new WindowRange(length);
    this.#average = new AverageRange(length);
  }

  get ready(): boolean {
    return this.#average.ready;
  }

  get value(): number {
    return this.#range.highest - this.#width * this.#average.value;
  }

  get short(): number {
    return this.#range.lowest + this.#width * this.#average.value;
  }

  update(high: number, low: number, close: number): void {
    requireBar('ChandelierExit', high, low, close);
    this.#range.push(high, low);
    this.#average.push(high, low, close);
  }
}
