import { RegimetaError } from '../model/regimeta-error.ts';
import type { Connection, SqlValue } from './connection.ts';
import { JournalHash } from './journal-hash.ts';
import { JOURNAL_TABLES, type JournalRow, type JournalTable } from './journal-tables.ts';
import { float64Bytes, MARK_WIDTH } from './mark-bytes.ts';
import { MarkReader } from './mark-reader.ts';

/** Rows and marks that are hashed at a time. */
const BATCH = 4096;

/** A row with its table, ready to be merged by sequence number. */
type Cursor = { table: JournalTable; rows: Iterator<readonly SqlValue[]>; next: readonly SqlValue[] | null };

/**
 * The journal hash of an arm, computed from its rows alone: equal to the recorded one unless a row was changed, lost or
 * added. Throws E_RUN_UNKNOWN where there is no such arm.
 */
export function journalHashOf(connection: Connection, armId: number): string {
  return connection.read(() => {
    if (!connection.prepare('SELECT 1 FROM arms WHERE arm_id = ?').get(armId))
      throw unknownArm(connection, armId);
    const hash = new JournalHash();
    hashEvents(connection, armId, hash);
    hashMarks(connection, armId, hash);
    return hash.digest();
  });
}

/** Merges the tables of events by sequence number; within one event by the order in which it was written. */
function hashEvents(connection: Connection, armId: number, hash: JournalHash): void {
  const cursors = Object.keys(JOURNAL_TABLES).map((table) => open(connection, table as JournalTable, armId));
  let batch: JournalRow[] = [];
  for (let first = earliest(cursors); first !== null; first = earliest(cursors)) {
    batch.push({ table: first.table, values: first.next! });
    first.next = nextOf(first.rows);
    if (batch.length < BATCH) continue;
    hash.addRows(batch);
    batch = [];
  }
  hash.addRows(batch);
}

function open(connection: Connection, table: JournalTable, armId: number): Cursor {
  const columns = JOURNAL_TABLES[table].hashed.map((column) => `"${column}"`).join(', ');
  const rows = connection
    .prepare(`SELECT ${columns} FROM ${table} WHERE arm_id = ? ORDER BY sequence`)
    .raw()
    .iterate(armId) as IterableIterator<unknown> as Iterator<readonly SqlValue[]>;
  return { table, rows, next: nextOf(rows) };
}

function nextOf(rows: Iterator<readonly SqlValue[]>): readonly SqlValue[] | null {
  const { done, value } = rows.next();
  return done ? null : (value as readonly SqlValue[]);
}

/** The cursor with the smallest sequence number, the first of the tables if several have it; null at the end. */
function earliest(cursors: readonly Cursor[]): Cursor | null {
  let first: Cursor | null = null;
  for (const cursor of cursors) {
    if (cursor.next === null) continue;
    if (first === null || (cursor.next[0] as number) < (first.next![0] as number)) first = cursor;
  }
  return first;
}

function hashMarks(connection: Connection, armId: number, hash: JournalHash): void {
  const batch = new Float64Array(BATCH * MARK_WIDTH);
  let filled = 0;
  new MarkReader(connection).each(armId, (marks, at) => {
    for (let k = 0; k < MARK_WIDTH; k++) batch[filled++] = marks[at + k]! + 0;
    if (filled < batch.length) return;
    hash.addMarks(float64Bytes(batch, filled));
    filled = 0;
  });
  hash.addMarks(float64Bytes(batch, filled));
}

function unknownArm(connection: Connection, armId: number): RegimetaError {
  return new RegimetaError('E_RUN_UNKNOWN', {
    place: connection.path,
    rule: 'the arm must be one that the store holds',
    found: `arm ${armId}`,
  });
}
