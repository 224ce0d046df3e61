/** What is fixed of a traded symbol, as its data folder says it; it holds for the whole run. */
export interface Instrument {
  readonly symbol: string;
  /** The currency of its prices, three capital letters such as `USD`, or a crypto code such as `USDT`. */
  readonly currency: string;
  /** Money per unit and point of price: 1 for a share, 50 for a future that pays 50 a point. */
  readonly multiplier: number;
  /** The smallest step of a price; null where any price may be named. */
  readonly tickSize: number | null;
  /** The smallest step of a quantity; null where any quantity may be named. */
  readonly lotSize: number | null;
  /** The least value of an order, in the currency of the instrument; null for none. */
  readonly minNotional: number | null;
  /** Whether prices at or below zero are prices, as those of oil in April 2020 were. */
  readonly allowsNegativePrices: boolean;
  /** False where the source has no volume at all: what fills of it is then not limited by volume. */
  readonly hasVolume: boolean;
}

/** An instrument of which nothing is known but its symbol: a share of the account's currency in parts of any size. */
export function plainInstrument(symbol: string, currency: string): Instrument {
  return {
    symbol,
    currency,
    multiplier: 1,
    tickSize: null,
    lotSize: null,
    minNotional: null,
    allowsNegativePrices: false,
    hasVolume: true,
  };
}
