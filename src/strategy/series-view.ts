/**
 * The last bars of one column of one symbol, ending at the present bar. Nothing that a view has leads to a later bar: it
 * reads only bars that were shown, and what is behind it is private to the engine.
 */
export interface SeriesView {
  /** Bars that can be asked for: at most the declared look-back. */
  readonly length: number;
  /** The value so many bars ago; 0 is the present bar. E_LOOKAHEAD below 0, E_LOOKBACK beyond `length`. */
  ago(bars: number): number;
  /**
   * The arithmetic mean of `bars` values that end `ago` bars before the present one: their sum without the errors
   * of adding up, divided by `bars`. A mean that is asked for at every bar is kept up to date and costs the same for any number.
   */
  mean(bars: number, ago?: number): number;
  /** A copy of the last `bars` values (all, by default), oldest first. */
  toArray(bars?: number): Float64Array;
  /**
   * The simple returns of the last `bars` steps (all, by default), as fractions, oldest first: each value over the one before it, less
   * one. So `bars + 1` values are read. Not finite behind a value of zero.
   */
  returns(bars?: number): Float64Array;
}
