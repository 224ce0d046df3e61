import type { RunRecord } from '../model/run-record.ts';
import type { Connection } from './connection.ts';

/** How many trials a run may have counted when it drew its verdict. */
export interface TrialBounds {
  /** Its own, and those of runs of the same strategy and data that were complete before it began. */
  readonly least: number;
  /** Whether nothing of the same strategy and data was begun after it or was removed, so that the store is as it was. */
  readonly isLatest: boolean;
}

/** Counts them. Inside a read transaction only. */
export function trialBounds(connection: Connection, run: RunRecord): TrialBounds {
  const family = { 1: run.strategyName, 2: run.dataHash, 3: run.runId, 4: run.startedAt, 5: run.configHash };
  const least = connection
    .prepare(
      `SELECT count(*) AS trials FROM (
         SELECT config_hash FROM runs
         WHERE strategy_name = ?1 AND data_hash = ?2 AND status = 'complete' AND kind NOT IN ('sweep', 'study')
           AND run_id < ?3 AND finished_at <= ?4
         UNION SELECT trials.config_hash FROM trials JOIN sweep_trials USING (trial_id) JOIN runs USING (run_id)
         WHERE trials.strategy_name = ?1 AND trials.data_hash = ?2
           AND (runs.run_id = ?3 OR (runs.run_id < ?3 AND runs.finished_at <= ?4))
         UNION SELECT config_hash FROM runs WHERE run_id = ?3 AND kind <> 'sweep' AND config_hash = ?5)`,
    )
    .get(family)!['trials'] as number;
  const later = connection
    .prepare(
      `SELECT (SELECT count(*) FROM runs WHERE strategy_name = ?1 AND data_hash = ?2 AND run_id > ?3) +
         (SELECT count(*) FROM removed_trials WHERE strategy_name = ?1 AND data_hash = ?2) AS later`,
    )
    .get({ 1: run.strategyName, 2: run.dataHash, 3: run.runId })!['later'] as number;
  return { least, isLatest: later === 0 };
}
