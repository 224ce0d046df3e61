import type { MarketAction } from './market-action.ts';
import type { EpochMs } from './time.ts';

/** A market action without its symbol: what happened to an instrument at a time. */
export type InstrumentAction = WithoutSymbol<MarketAction> & { readonly time: EpochMs };

type WithoutSymbol<Action> = Action extends MarketAction ? Omit<Action, 'symbolIndex'> : never;

/**
 * All bars of one symbol as parallel columns, valid and in strictly rising time order. Prices are in the account's
 * currency, volume in units traded; every value is finite. Only the market feed and the offline training of a
 * learner may hold a whole series: a strategy never sees one, since it contains the future.
 */
export interface BarSeries {
  readonly symbol: string;
  /** Epoch milliseconds, strictly rising. */
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Zero where the source has no volume. */
  readonly volume: Float64Array;
  /** False where the source has no volume at all, which then bounds no fill; true if not given. */
  readonly hasVolume?: boolean;
  /** What happened to the instrument, in time order; not given where nothing is known of it. */
  readonly actions?: readonly InstrumentAction[];
}
