import type { RunRecord } from './run-record.ts';

/** What one contender of a study came to under one condition and seed. */
export interface StudyScore {
  /** The name of the model that was judged. */
  readonly contender: string;
  /** Under which condition, such as `shots 10` or `tail 0.01`. */
  readonly condition: string;
  readonly seed: number;
  /** What was measured, such as `loss`; for lower or higher values to be better, see the study. */
  readonly measure: string;
  /** Null where it is not defined, as a correlation of constants. */
  readonly value: number | null;
}

/** A study as the store tells it: models judged by their forecasts alone, without trading. */
export interface StudyRecord {
  readonly run: RunRecord;
  /** In the order in which they were recorded. */
  readonly scores: readonly StudyScore[];
}
