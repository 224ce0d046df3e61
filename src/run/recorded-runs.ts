import { statSync } from 'node:fs';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { RunDifference } from '../model/run-difference.ts';
import type { Mark, RunRecord, RunReport } from '../model/run-record.ts';
import type { StudyRecord } from '../model/study.ts';
import type { SweepRecord } from '../model/sweep.ts';
import { Store } from '../store/store.ts';
import { type StoreUpgrade, upgradeStore } from '../store/upgrade-store.ts';
import { type Host, isProcessAlive } from './host.ts';
import { readStore } from './read-store.ts';
import { writeRunReport } from './run-result.ts';

/** All runs of a store, newest first; one whose process is gone without sealing it is shown as crashed. */
export function listRuns(storePath: string): RunRecord[] {
  return readStore(storePath, (store) => store.runs());
}

/** One run without its arms. Throws E_RUN_UNKNOWN. */
export function showRecord(storePath: string, runId: number): RunRecord {
  return readStore(storePath, (store) => store.run(runId));
}

/** One run with its arms. */
export function showRun(storePath: string, runId: number): RunReport {
  return readStore(storePath, (store) => store.report(runId));
}

/** A sweep of a store. */
export interface RecordedSweep {
  readonly record: SweepRecord;
  /** Distinct configurations of its strategy on its data that the store has results of: what later verdicts pay for. */
  readonly trialsCounted: number;
}

/** A sweep with its trials; null where the run of that number is none. */
export function showSweep(storePath: string, runId: number): RecordedSweep | null {
  return readStore(storePath, (store) => {
    const { kind, strategyName, dataHash } = store.run(runId);
    if (kind !== 'sweep') return null;
    return { record: store.sweep(runId), trialsCounted: store.trials(strategyName, dataHash) };
  });
}

/** A study with its scores; null where the run of that number is none. */
export function showStudy(storePath: string, runId: number): StudyRecord | null {
  return readStore(storePath, (store) => (store.run(runId).kind === 'study' ? store.study(runId) : null));
}

/** Writes the HTML report of a recorded run and returns its path. Throws E_USAGE for a sweep or a study, which have none. */
export function reportRun(storePath: string, runId: number, folder: string): string {
  return readStore(storePath, (store) => {
    const report = store.report(runId);
    const { kind } = report.run;
    if (kind !== 'sweep' && kind !== 'study') return writeRunReport(report, folder);
    throw new RegimetaError('E_USAGE', {
      place: `run ${runId}`,
      rule: 'a report is of a backtest or a comparison',
      found: `a ${kind}`,
      repair: `See regimeta runs show ${runId}${kind === 'sweep' ? ', and run the combination that matters by itself' : ''}`,
    });
  });
}

/** Hands every mark of a run to `take`, arm by arm: the equity curves at full resolution. Throws E_RUN_UNKNOWN. */
export function eachMark(storePath: string, runId: number, take: (arm: string, mark: Mark) => void): void {
  readStore(storePath, (store) => store.eachMark(runId, take));
}

/** How two runs differ. Throws E_RUN_UNKNOWN. */
export function diffRuns(storePath: string, first: number, second: number): RunDifference {
  return readStore(storePath, (store) => store.difference(first, second));
}

/** Runs to remove from a store. */
export interface RemovalRequest {
  readonly storePath: string;
  readonly runIds: readonly number[];
  /** Whether the file gives the room back to the disk. */
  readonly vacuums: boolean;
}

/** Removes runs with all their rows, and tells the size of the file before and after. Throws E_RUN_UNKNOWN, E_RUN_ACTIVE. */
export function removeRecordedRuns(
  { storePath, runIds, vacuums }: RemovalRequest,
  host: Host,
): { readonly bytesBefore: number; readonly bytesAfter: number } {
  // A missing store is an error here, and not made.
  listRuns(storePath);
  const bytesBefore = statSync(storePath).size;
  const store = Store.open(storePath, {
    processId: host.processId,
    now: () => host.now(),
    isProcessAlive,
  });
  try {
    store.remove(runIds);
    if (vacuums) store.vacuum();
  } finally {
    store.close();
  }
  return { bytesBefore, bytesAfter: statSync(storePath).size };
}

/** Brings a store of an older schema up to date, with a copy of what it was. */
export function upgradeRecordedRuns(storePath: string, host: Host): StoreUpgrade {
  return upgradeStore(storePath, host.processId);
}
