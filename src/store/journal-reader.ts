import { RegimetaError } from '../model/regimeta-error.ts';
import type { Connection } from './connection.ts';
import { FORM_ONE_TABLES, JournalFormOne } from './journal-form-one.ts';
import { JournalHash } from './journal-hash.ts';
import { journalRows } from './journal-rows.ts';
import { JOURNAL_TABLES, type JournalTable } from './journal-tables.ts';
import { MARK_WIDTH } from './mark-bytes.ts';
import { MarkReader } from './mark-reader.ts';

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
    for (const row of journalRows(connection, armId, hashedColumns())) hash.addRow(row);
    hashMarks(connection, armId, hash);
    return hash.digest();
  });
}

function hashOfFormOne(connection: Connection, armId: number): string {
  const hash = new JournalFormOne();
  for (const { table, values } of journalRows(connection, armId, FORM_ONE_TABLES)) hash.addRow(table, values);
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
