import { type TradingDays, UTC_DAYS } from '../model/session.ts';
import type { EpochMs } from '../model/time.ts';

/** Rounding must not refuse an order that fills the limit exactly. */
const LIMIT_TOLERANCE = 1e-9;

/** What bounds the trading of a day; not given where nothing does. */
export interface TradingDaySettings {
  /** Orders that are accepted. */
  readonly orderRate?: number | undefined;
  /** Value of the accepted orders at the last closes, times the equity at the day's first order. */
  readonly turnoverLimit?: number | undefined;
}

/** Counts the orders of a trading day, of UTC without a calendar, and their value. */
export class TradingDay {
  readonly #settings: TradingDaySettings;
  readonly #now: () => EpochMs;
  readonly #days: TradingDays;
  #day = Number.NaN;
  #orders = 0;
  #value = 0;
  #equity = 0;

  /** `now` is the time of the present slice. */
  constructor(settings: TradingDaySettings, now: () => EpochMs, days: TradingDays = UTC_DAYS) {
    this.#settings = settings;
    this.#now = now;
    this.#days = days;
  }

  /** Why an order of that value is one too many; null where it is not. */
  refusal(value: number, equity: number): 'order-rate' | 'turnover-limit' | null {
    this.#advance(equity);
    const { orderRate = Number.POSITIVE_INFINITY } = this.#settings;
    if (this.#orders >= orderRate) return 'order-rate';
    return this.isTurnoverPast(value, equity) ? 'turnover-limit' : null;
  }

  /** Whether so much more value would pass the turnover of the day. */
  isTurnoverPast(value: number, equity: number): boolean {
    this.#advance(equity);
    const { turnoverLimit = Number.POSITIVE_INFINITY } = this.#settings;
    return this.#value + value > turnoverLimit * this.#equity * (1 + LIMIT_TOLERANCE);
  }

  /** Counts what was accepted: `orders` of that value in all, or the value alone for an order that grew. */
  add(orders: 0 | 1, value: number): void {
    this.#orders += orders;
    this.#value += value;
  }

  #advance(equity: number): void {
    const day = this.#days.dateOf(this.#now());
    if (day === this.#day) return;
    this.#day = day;
    this.#orders = 0;
    this.#value = 0;
    this.#equity = equity;
  }
}
