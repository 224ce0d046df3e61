import type { Connection, SqlValue } from './connection.ts';

/** A row of a journal with its table. */
export interface TableRow<Table extends string> {
  readonly table: Table;
  readonly values: readonly SqlValue[];
}

/** A row with its table, ready to be merged by sequence number. */
interface Cursor<Table extends string> {
  readonly table: Table;
  readonly rows: Iterator<readonly SqlValue[]>;
  next: readonly SqlValue[] | null;
}

/**
 * The rows of an arm in some tables, merged by sequence number, and within one event by the order of the tables. `columns`
 * has those of each table, `sequence` first. Inside a read transaction, and to the end.
 */
export function* journalRows<Table extends string>(
  connection: Connection,
  armId: number,
  columns: Readonly<Record<Table, readonly string[]>>,
): Generator<TableRow<Table>, void> {
  const cursors: Cursor<Table>[] = [];
  try {
    // In here, so that a table that cannot be read closes those before it.
    for (const table of Object.keys(columns) as Table[])
      cursors.push(open(connection, { table, columns: columns[table] }, armId));
    for (const cursor of cursors) cursor.next = nextOf(cursor.rows);
    for (let first = earliest(cursors); first !== null; first = earliest(cursors)) {
      yield { table: first.table, values: first.next! };
      first.next = nextOf(first.rows);
    }
  } finally {
    // A statement that is not read to its end keeps the connection busy.
    for (const { rows } of cursors) rows.return?.();
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
    .iterate(armId) as IterableIterator<unknown> as Iterator<readonly SqlValue[]>;
  return { table, rows, next: null };
}

function nextOf(rows: Iterator<readonly SqlValue[]>): readonly SqlValue[] | null {
  const { done, value } = rows.next();
  return done ? null : (value as readonly SqlValue[]);
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
