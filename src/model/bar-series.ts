import type { MarketAction } from './market-action.ts';
import type { PriceColumns } from './price-columns.ts';
import type { EpochMs } from './time.ts';

/** A market action without its symbol: what happened to an instrument at a time. */
export type InstrumentAction = WithoutSymbol<MarketAction> & { readonly time: EpochMs };

type WithoutSymbol<Action> = Action extends MarketAction ? Omit<Action, 'symbolIndex'> : never;

/** What an entry of a series is: a bar, a bar of bids and of asks, a quote, or a trade. */
export type BarKind = 'bars' | 'bid-ask-bars' | 'quotes' | 'trades';

/** What a source quotes beside prices: nothing, bids and asks, or those with the units that are offered at them. */
export type Quoting = 'none' | 'prices' | 'sizes';

/** The bids and the asks behind the prices of a series. Of quotes the four columns of a side are one array. */
export interface QuoteColumns {
  readonly bid: PriceColumns;
  readonly ask: PriceColumns;
  /** Units at the bid and at the ask; not given where the source has none, which then bound no fill. */
  readonly bidSize?: Float64Array;
  readonly askSize?: Float64Array;
}

/**
 * All bars of one symbol as parallel columns, valid and in strictly rising time order. Prices are in the account's
 * currency, volume in units traded; every value is finite. Only the market feed and the offline training of a
 * learner may hold a whole series: a strategy never sees one, since it contains the future.
 *
 * A quote is a bar whose four prices are its middle, a trade one whose four prices are its price.
 */
export interface BarSeries extends PriceColumns {
  readonly symbol: string;
  /** Bars if not given. */
  readonly kind?: BarKind;
  /** Epoch milliseconds, strictly rising. */
  readonly time: Float64Array;
  /** Zero where the source has no volume. */
  readonly volume: Float64Array;
  /** False where the source has no volume at all, which then bounds no fill; true if not given. */
  readonly hasVolume?: boolean;
  /** Of bid-ask bars and of quotes, whose prices are the middle between bid and ask; not given for others. */
  readonly quotes?: QuoteColumns;
  /** What happened to the instrument, in time order; not given where nothing is known of it. */
  readonly actions?: readonly InstrumentAction[];
}
