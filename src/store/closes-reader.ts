import type { Connection, SqlRow } from './connection.ts';
import { parametersFromBytes } from './parameter-bytes.ts';

/** The closes behind the rows of sensitivity and of cross-validation, in the order of the rows; see `WithCloses`. */
export interface RecordedCloses {
  readonly sensitivity: readonly (Float64Array | null)[];
  readonly paths: readonly (Float64Array | null)[];
}

/** Reads the closes of a run. Inside a read transaction only. */
export function closesOf(connection: Connection, runId: number): RecordedCloses {
  const read = (sql: string): (Float64Array | null)[] => connection.prepare(sql).all(runId).map(closesOfRow);
  return {
    sensitivity: read('SELECT day_closes FROM sensitivity WHERE run_id = ? ORDER BY position, arm_position'),
    paths: read('SELECT day_closes FROM cross_validation_paths WHERE run_id = ? ORDER BY path, arm_position'),
  };
}

function closesOfRow(row: SqlRow): Float64Array | null {
  const bytes = row['day_closes'] as Uint8Array | null;
  return bytes && parametersFromBytes(bytes);
}
