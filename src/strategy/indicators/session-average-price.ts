import { type Indicator, requireBar, requireInput, requireVolume } from './indicator.ts';
import { type SessionOf, utcDayOf } from './session.ts';

/**
 * VWAP: the mean of the typical prices (high + low + close) / 3 of the session so far, each with the weight of its volume. It
 * begins anew with the first bar of each session; while a session has no volume it is the last typical price. In units of price.
 */
export class SessionAveragePrice
  implements Indicator<[time: number, high: number, low: number, close: number, volume: number]>
{
  readonly lookback = 1;
  readonly #sessionOf: SessionOf;
  #session = Number.NaN;
  #money = 0;
  #volume = 0;
  #value = Number.NaN;

  /** `sessionOf` says in which session a time lies; UTC days where it is not given. */
  constructor(sessionOf: SessionOf = utcDayOf) {
    this.#sessionOf = sessionOf;
  }

  get ready(): boolean {
    return !Number.isNaN(this.#value);
  }

  get value(): number {
    return this.#value;
  }

  update(time: number, high: number, low: number, close: number, volume: number): void {
    requireInput('SessionAveragePrice', time);
    requireBar('SessionAveragePrice', high, low, close);
    requireVolume('SessionAveragePrice', volume);
    const price = (high + low + close) / 3;
    requireInput('SessionAveragePrice', price * volume);
    const session = this.#sessionOf(time);
    if (session !== this.#session) {
      this.#session = session;
      this.#money = 0;
      this.#volume = 0;
    }
    this.#money += price * volume;
    this.#volume += volume;
    this.#value = this.#volume === 0 ? price : this.#money / this.#volume;
  }
}
