import type { MarketSlice } from '../../model/market-slice.ts';

/**
 * Turns bars into feature vectors, one slice after the other. Everything that it says at a slice is a function of
 * that slice and earlier ones, scaling included.
 */
export interface FeatureSet {
  /** Names of the features, in the order of the vector. */
  readonly names: readonly string[];
  /** Slices that a symbol needs before its vector is ready. */
  readonly lookback: number;
  /** Takes the next slice, after the splits that it names: prices before one are to be restated. Allocates nothing. */
  update(slice: MarketSlice): void;
  /** Whether the symbol has a bar in the last slice and enough of a past. */
  ready(symbolIndex: number): boolean;
  /** Writes the vector of the symbol, finite numbers only, to `out` from `offset` on. Only where `ready`. */
  write(symbolIndex: number, out: Float64Array, offset: number): void;
  /** The symbol's present volatility of one-slice log returns; the unit of its labels. Only where `ready`. */
  volatility(symbolIndex: number): number;
  /** Names of what the regime detector observes. */
  readonly observationNames: readonly string[];
  /** Writes what the regime detector observes of the whole market at this slice; false while warming up. */
  observe(out: Float64Array): boolean;
}

/** Builds a fresh feature set for a number of symbols; each arm and each training has its own. */
export interface FeatureFactory {
  readonly settings: Readonly<Record<string, unknown>>;
  create(symbolCount: number): FeatureSet;
}
