import type { Verdict } from './comparison.ts';
import type { RunRecord, RunStatus } from './run-record.ts';
import type { EpochMs } from './time.ts';

/** A run as a list shows it. */
export interface RunOverview {
  readonly run: RunRecord;
  /** Null where there is none. */
  readonly verdict: Verdict | null;
  /** Of the subject, or of the only arm; null where undefined or not yet there. */
  readonly sharpe: number | null;
  readonly totalReturn: number | null;
}

/** How far an arm of a run has come. */
export interface ArmProgress {
  readonly name: string;
  readonly isFinished: boolean;
  /** The last day that was written; null before the first. */
  readonly time: EpochMs | null;
  readonly equity: number | null;
  /** How much of the test period lies before that day, from 0 to 1. */
  readonly share: number;
}

/** How far a run has come, by what it has written. */
export interface RunProgress {
  readonly runId: number;
  readonly status: RunStatus;
  /** The last sign of life of its process. */
  readonly leaseAt: EpochMs;
  readonly arms: readonly ArmProgress[];
  /** What the process was about at its last sign of progress, in its words, and how much of that it had done, from 0 to 1; null before the first. */
  readonly step: { readonly phase: string; readonly share: number } | null;
  /** How much of the run is done, from 0 to 1, as far as that is known. */
  readonly share: number;
}
