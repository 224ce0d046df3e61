import type { MarketAction } from './market-action.ts';
import type { PriceColumns } from './price-columns.ts';
import type { EpochMs } from './time.ts';

/**
 * The market at one time: the bars of all symbols that have one at `time`, by symbol index. The arrays are
 * preallocated and overwritten by the next slice, and hold nothing of the future.
 */
export interface MarketSlice extends PriceColumns {
  /** The symbols of the run; their index here is the symbol index everywhere in the engine. */
  readonly symbols: readonly string[];
  /** The time of the bars in this slice. */
  readonly time: EpochMs;
  /** The number of the slice, counted from 0. */
  readonly index: number;
  /** 1 where the symbol has a bar at `time`, else 0. */
  readonly fresh: Uint8Array;
  /** Whether every symbol has a bar at `time`, as far as the maker of the slice counts them; false where it does not. */
  readonly isComplete: boolean;
  /** The last known close; NaN before the first bar of the symbol. A stale symbol keeps its last close. */
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** What sells and what buys are matched with; the very arrays above where no symbol of the run has quotes. */
  readonly bid: PriceColumns;
  readonly ask: PriceColumns;
  /** Units at the bid and at the ask, of symbols whose quotes have sizes. */
  readonly bidSize: Float64Array;
  readonly askSize: Float64Array;
  /** What happened to instruments up to this time and after the slice before it, in order; mostly the same empty array. */
  readonly actions: readonly MarketAction[];
}
