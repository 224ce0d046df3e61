import { Highest } from './highest.ts';
import { type Indicator, requireBar, requireLength } from './indicator.ts';
import { Lowest } from './lowest.ts';

/** Donchian's channel: the highest high and the lowest low of the last `length` bars. `value` is the middle. In units of price. */
export class DonchianChannel implements Indicator<[high: number, low: number]> {
  readonly lookback: number;
  readonly #highest: Highest;
  readonly #lowest: Lowest;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('DonchianChannel', length, 1);
    this.#highest = new Highest(length);
    this.#lowest = new Lowest(length);
  }

  get ready(): boolean {
    return this.#highest.ready;
  }

  get value(): number {
    return (this.#highest.value + this.#lowest.value) / 2;
  }

  get upper(): number {
    return this.#highest.value;
  }

  get lower(): number {
    return this.#lowest.value;
  }

  update(high: number, low: number): void {
    requireBar('DonchianChannel', high, low);
    this.#highest.update(high);
    this.#lowest.update(low);
  }
}
