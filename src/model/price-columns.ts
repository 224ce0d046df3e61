/** Prices as parallel columns: of the bars of a series by their number, or of the bars of a slice by symbol index. */
export interface PriceColumns {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}
