/** Whether bars bear the time of their beginning or of their end. */
export type BarStamp = 'start' | 'end';

/** What is fixed of a traded symbol, as its data folder says it; it holds for the whole run. */
export interface Instrument {
  readonly symbol: string;
  /**
   * The currency of its prices: three capital letters such as `USD`, or a crypto code such as `USDT`. Null where the data do
   * not say it: then it is that of the account.
   */
  readonly currency: string | null;
  /** Money per unit and point of price, above zero: 1 for a share, 50 for a future that pays 50 a point. */
  readonly multiplier: number;
  /** The smallest step of a price, above zero; null where any price may be named. */
  readonly tickSize: number | null;
  /** The smallest step of a quantity in units, above zero; null where any quantity may be named. */
  readonly lotSize: number | null;
  /** The least value of an order, above zero, in the currency of the account at the last close and its exchange rate; null for none. */
  readonly minNotional: number | null;
  /** Whether prices at or below zero are prices, as those of oil in April 2020 were. */
  readonly allowsNegativePrices: boolean;
  /** False where the source has no volume at all: what fills of it is then not limited by volume. */
  readonly hasVolume: boolean;
  /**
   * What one unit of it is, for a pair of currencies, whose price is what that costs in `currency`; null for anything else.
   */
  readonly baseCurrency: string | null;
  /** The name of the trading calendar that says when it can be traded; null for UTC days without sessions. */
  readonly calendar: string | null;
  /** Which of its instants the time of a bar within a day is; only sessions ask for it. */
  readonly barTime: BarStamp;
}

/** An instrument of which nothing is known but its symbol: a share of the account's currency in parts of any size. */
export function plainInstrument(symbol: string): Instrument {
  return {
    symbol,
    currency: null,
    multiplier: 1,
    tickSize: null,
    lotSize: null,
    minNotional: null,
    allowsNegativePrices: false,
    hasVolume: true,
    baseCurrency: null,
    calendar: null,
    barTime: 'start',
  };
}
