import { type Indicator, requireLength, requireRange } from './indicator.ts';
import { WindowRange } from './window-range.ts';

/** Donchian's channel: the highest high and the lowest low of the last `length` bars. `value` is the middle. In units of price. */
export class DonchianChannel implements Indicator<[high: number, low: number]> {
  readonly lookback: number;
  readonly #range: WindowRange;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('DonchianChannel', length, 1);
    this.#range = new WindowRange(length);
  }

  get ready(): boolean {
    return this.#range.ready;
  }

  get value(): number {
    return this.#range.middle;
  }

  get upper(): number {
    return this.#range.highest;
  }

  get lower(): number {
    return this.#range.lowest;
  }

  update(high: number, low: number): void {
    requireRange('DonchianChannel', high, low);
    this.#range.push(high, low);
  }
}
