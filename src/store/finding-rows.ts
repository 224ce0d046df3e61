import type { Finding } from '../model/finding.ts';
import type { Connection } from './connection.ts';

/** The findings of a run, in their order. Inside a read transaction only. */
export function findingsOf(connection: Connection, runId: number): Finding[] {
  const rows = connection.prepare('SELECT * FROM findings WHERE run_id = ? ORDER BY position').all(runId);
  return rows.map((row) => ({
    method: row['method'] as Finding['method'],
    subject: row['subject'] as string | null,
    against: row['against'] as string | null,
    estimate: row['estimate'] as number | null,
    pValue: row['p_value'] as number | null,
    reason: row['reason'] as string | null,
    detail: JSON.parse(row['detail'] as string) as Record<string, number>,
  }));
}
