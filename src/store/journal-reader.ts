import { RegimetaError } from '../model/regimeta-error.ts';
import type { Connection, SqlValue } from './connection.ts';
import { FORM_ONE_TABLES, JournalFormOne } from './journal-form-one.ts';
import { JournalHash } from './journal-hash.ts';
import { JOURNAL_TABLES, type JournalTable } from './journal-tables.ts';
import { MARK_WIDTH } from './mark-bytes.ts';
import { MarkReader } from './mark-reader.ts';

type Row = readonly SqlValue[];

/** A row with its table, ready to be merged by sequence number. */
type Cursor<Table extends string> = { table: Table; rows: Iterator<Row>; next: Row | null };

/** What a day row that contradicts the packed marks adds to the hash. */
const CONTRADICTION = Uint8Array.of(0);

/**
 * The journal hash of an arm, computed from its rows alone: equal to the recorded one unless a row was changed, lost or
 * added. Throws E_RUN_UNKNOWN where there is no such arm, and E_RUN_DETAIL where not all of its journal was kept.
 */
export function journalHashOf(connection: Connection, armId: number): string {
  return connection.read(() => {
    const arm = connection
      .prepare('SELECT journal_form, detail FROM arms JOIN runs USING (run_id) WHERE arm_id = ?')
      .get(armId);
    if (!arm) throw unknownArm(connection, armId);
    if (arm['journal_form'] === 1) return hashOfFormOne(connection, armId);
    if (arm['detail'] !== 'full') throw lessDetail(armId, arm['detail'] as string);
    const hash = new JournalHash();
    eachRow(connection, armId, hashedColumns(), (table, values) => hash.addRow({ table, values }));
    hashMarks(connection, armId, hash);
    return hash.digest();
  });
}

function hashOfFormOne(connection: Connection, armId: number): string {
  const hash = new JournalFormOne();
  eachRow(connection, armId, FORM_ONE_TABLES, (table, values) => hash.addRow(table, values));
  const mark = new Float64Array(MARK_WIDTH);
  new MarkReader(connection).each(armId, (marks, at) => {
    for (let k = 0; k < MARK_WIDTH; k++) mark[k] = marks[at + k]! + 0;
    hash.addMark(mark);
  });
  return hash.digest();
}

function hashedColumns(): Record<JournalTable, readonly string[]> {
  const tables = Object.entries(JOURNAL_TABLES).map(([table, { hashed }]) => [table, hashed]);
  return Object.fromEntries(tables) as Record<JournalTable, readonly string[]>;
}

/** Merges tables of events by sequence number; within one event by the order of the tables. */
function eachRow<Table extends string>(
  connection: Connection,
  armId: number,
  columns: Readonly<Record<Table, readonly string[]>>,
  take: (table: Table, values: Row) => void,
): void {
  const cursors = (Object.keys(columns) as Table[]).map((table) =>
    open(connection, { table, columns: columns[table] }, armId),
  );
  for (let first = earliest(cursors); first !== null; first = earliest(cursors)) {
    take(first.table, first.next!);
    first.next = nextOf(first.rows);
  }
}

function open<Table extends string>(
  connection: Connection,
  { table, columns }: { readonly table: Table; readonly columns: readonly string[] },
  armId: number,
): Cursor<Table> {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const rows = connection
    .prepare(`SELECT ${names} FROM ${table} WHERE arm_id = ? ORDER BY sequence`)
    .raw()
    .iterate(armId) as IterableIterator<unknown> as Iterator<Row>;
  return { table, rows, next: nextOf(rows) };
}

function nextOf(rows: Iterator<Row>): Row | null {
  const { done, value } = rows.next();
  return done ? null : (value as Row);
}

/** The cursor with the smallest sequence number, the first of the tables if several have it; null at the end. */
function earliest<Table extends string>(cursors: readonly Cursor<Table>[]): Cursor<Table> | null {
  let first: Cursor<Table> | null = null;
  for (const cursor of cursors) {
    if (cursor.next === null) continue;
    if (first === null || (cursor.next[0] as number) < (first.next![0] as number)) first = cursor;
  }
  return first;
}

/** Hashes the packed marks. The rows of days tell some of them again: one that tells something else changes the hash too. */
function hashMarks(connection: Connection, armId: number, hash: JournalHash): void {
  const reader = new MarkReader(connection);
  const days: Float64Array[] = [];
  const takeDay = (mark: Float64Array, slice: number): void =>
    void days.push(Float64Array.of(slice, ...mark));
  reader.eachDay(armId, takeDay);
  let slice = 0;
  let day = 0;
  reader.eachPacked(
    armId,
    (marks, at, endsDay) => {
      if (endsDay && !isSameMark(days[day++], slice, marks.subarray(at, at + MARK_WIDTH)))
        hash.addMarks(CONTRADICTION);
      slice++;
    },
    (bytes) => hash.addMarks(bytes),
  );
  if (day !== days.length) hash.addMarks(CONTRADICTION);
}

function isSameMark(row: Float64Array | undefined, slice: number, mark: Float64Array): boolean {
  return row !== undefined && row[0] === slice && mark.every((value, k) => value === row[k + 1]);
}

function unknownArm(connection: Connection, armId: number): RegimetaError {
  return new RegimetaError('E_RUN_UNKNOWN', {
    place: connection.path,
    rule: 'the arm must be one that the store holds',
    found: `arm ${armId}`,
  });
}

function lessDetail(armId: number, detail: string): RegimetaError {
  return new RegimetaError('E_RUN_DETAIL', {
    place: `arm ${armId}`,
    rule: 'its whole journal must be in the store, as --detail full keeps it',
    found: `detail ${detail}`,
    repair: 'Run it again with --detail full: its hash must be the same',
  });
}
