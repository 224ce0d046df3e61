import { type Indicator, requireBar, requireInput } from './indicator.ts';
import { type SessionOf, utcDayOf } from './session.ts';

/**
 * Pivot points of the session before, by the floor traders' formula: with its high H, low L and last close C the pivot P
 * (`value`) is (H + L + C) / 3, the resistances 2P - L, P + (H - L) and H + 2 (P - L), the supports 2P - H, P - (H - L) and
 * L - 2 (H - P). Ready from the second session on, which takes two updates at the least. In units of price.
 */
export class PivotPoints implements Indicator<[time: number, high: number, low: number, close: number]> {
  readonly lookback = 2;
  readonly #sessionOf: SessionOf;
  #session = Number.NaN;
  #high = Number.NEGATIVE_INFINITY;
  #low = Number.POSITIVE_INFINITY;
  #close = Number.NaN;
  #pivot = Number.NaN;
  #highBefore = Number.NaN;
  #lowBefore = Number.NaN;

  /** `sessionOf` says in which session a time lies; UTC days where it is not given. */
  constructor(sessionOf: SessionOf = utcDayOf) {
    this.#sessionOf = sessionOf;
  }

  get ready(): boolean {
    return !Number.isNaN(this.#pivot);
  }

  get value(): number {
    return this.#pivot;
  }

  get resistance1(): number {
    return 2 * this.#pivot - this.#lowBefore;
  }

  get resistance2(): number {
    return this.#pivot + (this.#highBefore - this.#lowBefore);
  }

  get resistance3(): number {
    return this.#highBefore + 2 * (this.#pivot - this.#lowBefore);
  }

  get support1(): number {
    return 2 * this.#pivot - this.#highBefore;
  }

  get support2(): number {
    return this.#pivot - (this.#highBefore - this.#lowBefore);
  }

  get support3(): number {
    return this.#lowBefore - 2 * (this.#highBefore - this.#pivot);
  }

  update(time: number, high: number, low: number, close: number): void {
    requireInput('PivotPoints', time);
    requireBar('PivotPoints', high, low, close);
    const session = this.#sessionOf(time);
    if (session !== this.#session) this.#turn(session);
    this.#high = Math.max(this.#high, high);
    this.#low = Math.min(this.#low, low);
    this.#close = close;
  }

  #turn(session: number): void {
    if (!Number.isNaN(this.#close)) {
      this.#highBefore = this.#high;
      this.#lowBefore = this.#low;
      this.#pivot = (this.#high + this.#low + this.#close) / 3;
    }
    this.#session = session;
    this.#high = Number.NEGATIVE_INFINITY;
    this.#low = Number.POSITIVE_INFINITY;
  }
}
