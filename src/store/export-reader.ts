import type { ExportColumn, ExportTableName, ExportValue } from '../model/export-table.ts';
import type { Connection } from './connection.ts';
import { exportSource } from './export-columns.ts';
import { MARK_WIDTH } from './mark-bytes.ts';
import { MarkReader } from './mark-reader.ts';

/** The columns of a table that can be exported. */
export function exportColumns(table: ExportTableName): readonly ExportColumn[] {
  return exportSource(table).columns;
}

/** Hands the rows of a table of a run to `take`, arm by arm, in the order of its columns. Inside a read transaction only. */
export function eachExportRow(
  connection: Connection,
  { runId, table }: { readonly runId: number; readonly table: ExportTableName },
  take: (values: readonly ExportValue[]) => void,
): void {
  const { sql } = exportSource(table);
  if (sql === null) {
    eachMarkRow(connection, runId, take);
    return;
  }
  const rows = connection.prepare(sql).raw().iterate(runId);
  for (const values of rows as Iterable<unknown> as Iterable<readonly ExportValue[]>) take(values);
}

function eachMarkRow(
  connection: Connection,
  runId: number,
  take: (values: readonly ExportValue[]) => void,
): void {
  const reader = new MarkReader(connection);
  const arms = connection
    .prepare('SELECT arm_id, name, seed FROM arms WHERE run_id = ? ORDER BY arm_id')
    .all(runId);
  for (const { arm_id: armId, name, seed } of arms) {
    reader.each(armId as number, (marks, at) =>
      take([name as string, seed as number, ...marks.subarray(at, at + MARK_WIDTH)]),
    );
  }
}
