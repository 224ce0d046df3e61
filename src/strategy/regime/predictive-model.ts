import type { StateFields } from './plain-state.ts';

/**
 * The conjugate model behind a run-length posterior: for every possible run length it holds what the observations
 * of that run say of the present regime. Run 0 has seen nothing and stays the prior; run r has seen the last r
 * observations. All storage is allocated when the model is built.
 */
export interface PredictiveModel {
  /** The family and its prior, e.g. `normal-gamma`. */
  readonly name: string;
  /** Length of an observation. */
  readonly dimension: number;
  /** The longest run that is told apart; at least 1. */
  readonly runLengthMax: number;
  /** Everything that later densities depend on, to be saved, or restored in place. */
  readonly state: StateFields;
  /**
   * First writes the log predictive density of the observation under each of the runs 0 to `runs - 1` to
   * `logPredictive`, then lets each of them take the observation in: run r becomes run r + 1. The run beyond
   * `runLengthMax` is dropped, so the last run always holds exactly the last `runLengthMax` observations.
   * Throws E_INVARIANT on an observation outside the model's support. Allocates nothing.
   */
  advance(observation: Float64Array, runs: number, logPredictive: Float64Array): void;
}
