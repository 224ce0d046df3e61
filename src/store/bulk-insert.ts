import type { Connection, SqlStatement, SqlValue } from './connection.ts';
import type { RowCursor } from './row-cursor.ts';
import { refuseNumber, TableInsert } from './table-insert.ts';

/** Rows of one statement: beyond this a row is no cheaper any more. */
const ROWS_PER_STATEMENT = 64;

/** Rows of one width on their way into a table. */
interface Lane {
  readonly statement: SqlStatement;
  readonly values: SqlValue[];
  filled: number;
}

/** Inserts many rows of one arm into a table, 64 with each statement; `arm_id` is the first column of the table. */
export class BulkInsert {
  readonly #connection: Connection;
  readonly #table: string;
  readonly #columns: readonly string[];
  readonly #filled: number;
  readonly #single: TableInsert;
  /** By the number of columns that they fill, without `arm_id`. */
  readonly #lanes: (Lane | undefined)[] = [];
  #armId = 0;

  /**
   * `columns` come after `arm_id`; both they and the table are constants of this folder. The first `filled` are always filled, if
   * with null, so that rows which differ in nothing behind them keep their order.
   */
  constructor(connection: Connection, table: string, columns: readonly string[], filled = 1) {
    this.#connection = connection;
    this.#table = table;
    this.#columns = columns;
    this.#filled = filled;
    this.#single = new TableInsert(connection, table, ['arm_id', ...columns]);
  }

  /**
   * Inserts the rows, values in the order of the columns; columns without a value are null. Rows that fill as many
   * columns keep their order, others may be stored in another order. Inside a write transaction only. Throws E_INVARIANT for
   * a number that is not finite.
   */
  runAll(armId: number, rows: readonly (readonly SqlValue[])[]): void {
    this.begin(armId);
    for (let i = 0; i < rows.length; i++) this.#add(rows[i]!);
    this.end();
  }

  /** Begins rows of an arm, which `take` gets one by one and `end` ends. What was not ended before is forgotten. */
  begin(armId: number): void {
    this.#armId = armId;
    for (const lane of this.#lanes) if (lane !== undefined) lane.filled = 0;
  }

  /** Inserts the present row of `rows`, as `runAll` does. */
  take(rows: RowCursor): void {
    const width = Math.max(rows.count, this.#filled);
    const lane = this.#lanes[width] ?? this.#open(width);
    const at = lane.filled * width;
    rows.read(lane.values, at);
    for (let i = rows.count; i < width; i++) lane.values[at + i] = null;
    this.#taken(lane, width);
  }

  /** Inserts what is left. */
  end(): void {
    for (const [width, lane] of this.#lanes.entries()) {
      if (lane === undefined) continue;
      for (let row = 0; row < lane.filled; row++) {
        this.#single.run([this.#armId, ...lane.values.slice(row * width, (row + 1) * width)]);
      }
      lane.filled = 0;
    }
  }

  #add(row: readonly SqlValue[]): void {
    let width = row.length;
    while (width > this.#filled && row[width - 1] === null) width--;
    const lane = this.#lanes[width] ?? this.#open(width);
    const at = lane.filled * width;
    for (let i = 0; i < width; i++) lane.values[at + i] = row[i]!;
    this.#taken(lane, width);
  }

  /** Counts the row that was put down, and inserts those of the lane where it is full. */
  #taken(lane: Lane, width: number): void {
    const { values } = lane;
    const at = lane.filled * width;
    for (let i = 0; i < width; i++) {
      const value = values[at + i];
      if (typeof value === 'number' && !Number.isFinite(value)) {
        refuseNumber(this.#table, this.#columns[i]!, value);
      }
    }
    if (++lane.filled < ROWS_PER_STATEMENT) return;
    lane.statement.run(values, { 1: this.#armId });
    lane.filled = 0;
  }

  #open(width: number): Lane {
    const names = ['arm_id', ...this.#columns.slice(0, width)].map((column) => `"${column}"`);
    // The number of the arm is bound once for all rows.
    const row = `(?1${', ?'.repeat(width)})`;
    const rows = Array.from({ length: ROWS_PER_STATEMENT }, () => row).join(', ');
    const lane: Lane = {
      statement: this.#connection.prepare(`INSERT INTO ${this.#table} (${names.join(', ')}) VALUES ${rows}`),
      values: Array.from({ length: ROWS_PER_STATEMENT * width }, () => null),
      filled: 0,
    };
    this.#lanes[width] = lane;
    return lane;
  }
}
