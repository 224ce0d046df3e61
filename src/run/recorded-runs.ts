import type { Mark, RunRecord, RunReport } from '../model/run-record.ts';
import { Store } from '../store/store.ts';
import { isProcessAlive } from './host.ts';
import { writeRunReport } from './run-result.ts';

/** All runs of a store, newest first; one whose process is gone without sealing it is shown as crashed. */
export function listRuns(storePath: string): RunRecord[] {
  return withStore(storePath, (store) => store.runs());
}

/** One run with its arms. */
export function showRun(storePath: string, runId: number): RunReport {
  return withStore(storePath, (store) => store.report(runId));
}

/** Writes the HTML report of a recorded run and returns its path. */
export function reportRun(storePath: string, runId: number, folder: string): string {
  return writeRunReport(showRun(storePath, runId), folder);
}

/** Hands every mark of a run to `take`, arm by arm: the equity curves at full resolution. Throws E_RUN_UNKNOWN. */
export function eachMark(storePath: string, runId: number, take: (arm: string, mark: Mark) => void): void {
  withStore(storePath, (store) => store.eachMark(runId, take));
}

function withStore<Result>(storePath: string, read: (store: Store) => Result): Result {
  const store = Store.openReadOnly(storePath, { isProcessAlive });
  try {
    return read(store);
  } finally {
    store.close();
  }
}
