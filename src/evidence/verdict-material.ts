import type { Comparison } from '../model/comparison.ts';

/** What a verdict is drawn from. */
export interface VerdictMaterial {
  /** The name of the arm that is judged. */
  readonly subject: string;
  /** Comparisons with the arms that isolate re-adapting at detected changes; empty for a strategy without a learner. */
  readonly controls: readonly Comparison[];
  /** Comparisons with the classical baselines. */
  readonly baselines: readonly Comparison[];
  /** Distinct configurations tried, this one included. */
  readonly trials: number;
}
