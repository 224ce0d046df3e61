import type { EpochMs } from './time.ts';

/** The account at the close of a slice, as the journal takes it; read at once, since the next slice overwrites it. */
export interface AccountMark {
  readonly time: EpochMs;
  /** Money not in positions. */
  readonly cash: number;
  readonly equity: number;
  /** Sums of the absolute and of the signed position values, in money. */
  readonly gross: number;
  readonly net: number;
}

/** What the account earns or pays by the passing of time. */
export type CashAdjustment = 'cash-interest' | 'debit-interest' | 'borrow-fee';

/**
 * The account as other stages may read it: by symbol index, as of the last fill and the last mark, in the currency of the account
 * where nothing else is said.
 */
export interface AccountView {
  /** Money not in positions, of all currencies; below zero where it is borrowed. */
  readonly cash: number;
  /** Cash and position values at the last marks. */
  readonly equity: number;
  /** Signed units held; 0 when flat. */
  quantity(symbolIndex: number): number;
  /** Average entry price of what is held; NaN when flat. */
  averagePrice(symbolIndex: number): number;
  /** Money per unit and point of price, in the currency of the instrument. */
  multiplier(symbolIndex: number): number;
  /** Money of one unit at a price of 1: the multiplier times the exchange rate; NaN without a rate yet. */
  worth(symbolIndex: number): number;
  /** The currencies of the account by their index, its own first. */
  readonly currencies: readonly string[];
  /** The index of the currency of an instrument. */
  currencyOf(symbolIndex: number): number;
  /** Money in one currency that is not in positions, in that currency. */
  cashIn(currencyIndex: number): number;
  /** Money for one unit of a currency; NaN without a rate yet. */
  exchangeRate(currencyIndex: number): number;
}

/** The resting orders as other stages may read them. */
export interface OrderBookView {
  /** Whether no order of the symbol rests. */
  isEmpty(symbolIndex: number): boolean;
  /**
   * Signed units of market orders that wait for the next bar of the symbol; those that reduce only, up to what they can
   * reduce.
   */
  marketQuantity(symbolIndex: number): number;
  /**
   * Units of resting entries with a price, by side. Orders that reduce only are left out; of an OCO group the largest of
   * the side counts, since only one of it can fill. The group `exceptGroup` is left out whole.
   */
  entryQuantity(symbolIndex: number, side: 'buy' | 'sell', exceptGroup?: number | null): number;
  /** Rises by one with every change of the resting orders of a symbol. */
  version(symbolIndex: number): number;
  /** The versions of all symbols together. */
  readonly changes: number;
  /** The number of the slice whose bars were matched last. */
  readonly matchedIndex: number;
}
