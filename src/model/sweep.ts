import type { Finding } from './finding.ts';
import type { MetricName } from './metric-catalog.ts';
import type { MetricValue } from './metric-value.ts';
import type { RunRecord } from './run-record.ts';

/** What a configuration came to: all that a sweep keeps of a run. */
export interface TrialResult {
  /** That of a backtest of the same configuration. */
  readonly configHash: string;
  /** That of the arm of such a backtest, to the last bit. */
  readonly journalHash: string;
  readonly eventCount: number;
  readonly markCount: number;
  readonly metrics: Readonly<Partial<Record<MetricName, MetricValue>>>;
  /**
   * Of each of sixteen stretches of days the number of daily excess returns, their sum and the sum of their squares; null of a trial of
   * before they were kept.
   */
  readonly returnBlocks: Float64Array | null;
  /** Milliseconds on the wall. */
  readonly wallMs: number;
}

/** One combination of parameters of a sweep. */
export interface SweepTrial {
  /** From 0, in the order of the grid: the last axis changes first. */
  readonly position: number;
  /** As the strategy has them, defaults filled in; of a combination that it refuses, as they were given. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Why the combination could not be run: the message of the error, coded where it arose in a run; null otherwise. */
  readonly fault: string | null;
  /** Null until it has run. */
  readonly result: TrialResult | null;
}

/** A sweep as the store tells it. */
export interface SweepRecord {
  readonly run: RunRecord;
  readonly trials: readonly SweepTrial[];
  /** What statistics say of the trials together; empty until it is complete, and for a sweep of before they were drawn. */
  readonly findings: readonly Finding[];
}
