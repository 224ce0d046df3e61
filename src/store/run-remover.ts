import { RegimetaError } from '../model/regimeta-error.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { Connection } from './connection.ts';

/**
 * Removes runs with all their rows, all of them or none. The configuration of a complete run goes on to count as a trial; what
 * a sweep tried is kept. `read` gives a run as it is under the lock. Throws E_RUN_UNKNOWN, and E_RUN_ACTIVE for one that is
 * being written.
 */
export function removeRuns(
  connection: Connection,
  runIds: readonly number[],
  read: (runId: number) => RunRecord,
): void {
  const armTables = tablesWith(connection, 'arm_id').filter((table) => table !== 'arms');
  const runTables = tablesWith(connection, 'run_id').filter((table) => table !== 'arms' && table !== 'runs');
  // Without foreign keys, whose checks would look through whole tables; rows that refer to a run go before it.
  connection.append(() => {
    for (const runId of runIds) {
      requireEnded(read(runId), connection.path);
      connection
        .prepare(
          `INSERT OR IGNORE INTO removed_trials SELECT strategy_name, data_hash, config_hash FROM runs
           WHERE run_id = ? AND status = 'complete' AND kind <> 'sweep'`,
        )
        .run(runId);
      for (const table of armTables) {
        connection
          .prepare(`DELETE FROM ${table} WHERE arm_id IN (SELECT arm_id FROM arms WHERE run_id = ?)`)
          .run(runId);
      }
      for (const table of [...runTables, 'arms', 'runs']) {
        connection.prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(runId);
      }
    }
  });
}

/** The tables that have a column, by the schema itself, so that none can be forgotten. */
function tablesWith(connection: Connection, column: string): string[] {
  return connection
    .prepare(
      `SELECT tables.name FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
       WHERE tables.type = 'table' AND columns.name = ? ORDER BY tables.name`,
    )
    .all(column)
    .map(({ name }) => name as string);
}

function requireEnded({ runId, status }: RunRecord, path: string): void {
  if (status !== 'running') return;
  throw new RegimetaError('E_RUN_ACTIVE', {
    place: path,
    rule: 'a run is removed after its end, and its process is alive',
    found: `run ${runId}, running`,
    repair: 'Wait for its end, or interrupt it',
  });
}
