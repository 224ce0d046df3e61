import { DonchianChannel } from './donchian-channel.ts';
import { type Indicator, requireInput, requireLength } from './indicator.ts';

/**
 * Williams' %R: how far the close lies below the highest high of the last `length` bars, in percent of their range, from
 * -100 at the lowest low to 0 (Williams 1979, "How I Made One Million Dollars"). -50 where there is no range.
 */
export class WilliamsPercentRange implements Indicator<[high: number, low: number, close: number]> {
  readonly lookback: number;
  readonly #channel: DonchianChannel;
  #close = Number.NaN;

  /** `length` at least 1. */
  constructor(length: number) {
    this.lookback = requireLength('WilliamsPercentRange', length, 1);
    this.#channel = new DonchianChannel(length);
  }

  get ready(): boolean {
    return this.#channel.ready;
  }

  get value(): number {
    const { upper, lower } = this.#channel;
    return upper === lower ? -50 : (-100 * (upper - this.#close)) / (upper - lower);
  }

  update(high: number, low: number, close: number): void {
    requireInput('WilliamsPercentRange', close);
    this.#channel.update(high, low);
    this.#close = close;
  }
}
