import type { EpochMs } from '../model/time.ts';

const DAY_MS = 86_400_000;

/** What bounds the trading of a UTC day; not given where nothing does. */
export interface TradingDaySettings {
  /** Orders that are accepted. */
  readonly orderRate?: number | undefined;
  /** Value of the accepted orders at the last closes, times the equity at the day's first order. */
  readonly turnoverLimit?: number | undefined;
}

/** Counts the orders of a UTC day and their value. */
export class TradingDay {
  readonly #settings: TradingDaySettings;
  readonly #now: () => EpochMs;
  #day = Number.NaN;
  #orders = 0;
  #value = 0;
  #equity = 0;

  /** `now` is the time of the present slice. */
  constructor(settings: TradingDaySettings, now: () => EpochMs) {
    this.#settings = settings;
    this.#now = now;
  }

  /** Why an order of that value is one too many; null where it is not. */
  refusal(value: number, equity: number): 'order-rate' | 'turnover-limit' | null {
    this.#advance(equity);
    const { orderRate = Number.POSITIVE_INFINITY, turnoverLimit } = this.#settings;
    if (this.#orders >= orderRate) return 'order-rate';
    if (turnoverLimit === undefined) return null;
    return this.#value + value > turnoverLimit * this.#equity ? 'turnover-limit' : null;
  }

  /** Counts an order that was accepted. */
  add(value: number): void {
    this.#orders++;
    this.#value += value;
  }

  #advance(equity: number): void {
    const day = Math.floor(this.#now() / DAY_MS);
    if (day === this.#day) return;
    this.#day = day;
    this.#orders = 0;
    this.#value = 0;
    this.#equity = equity;
  }
}
