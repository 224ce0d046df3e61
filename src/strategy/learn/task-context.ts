import { correlationMatrix } from './correlation-matrix.ts';
import { metaFeatures } from './meta-features.ts';
import type { ReturnPanel } from './return-panel.ts';

/** What was known of a task's market beside its rows; all finite. */
export interface TaskContext {
  /** In the order of `META_FEATURE_NAMES`. */
  readonly metaFeatures: Float64Array;
  /** The symbols of the task, by symbol index. */
  readonly symbols: Int32Array;
  /** Correlations of their one-slice returns, symbols × symbols; 0 where fewer than three returns are shared. */
  readonly correlations: Float64Array;
}

/** The context of a task from the returns of its window, of which nothing lies in the future. */
export function taskContext(panel: ReturnPanel): TaskContext {
  const correlations = correlationMatrix(panel);
  return {
    metaFeatures: metaFeatures(panel, correlations),
    symbols: Int32Array.from(panel.symbols),
    correlations,
  };
}
