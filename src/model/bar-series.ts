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
}
