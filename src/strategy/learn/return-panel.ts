/** Returns of some symbols over some slices, slice after slice. */
export interface ReturnPanel {
  readonly slices: number;
  /** By symbol index, as many as the panel has columns. */
  readonly symbols: readonly number[];
  /** One-slice log returns, slices × symbols; NaN where a symbol has no two prices. */
  readonly returns: Float64Array;
  /** Traded volumes, slices × symbols; NaN where there is none. */
  readonly volumes: Float64Array;
}
