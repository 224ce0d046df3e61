import type { SettledForecasts } from '../model/forecast.ts';
import type { OrderOutcome } from '../model/run-record.ts';
import type { Connection, SqlRow } from './connection.ts';
import { forecastsFromBytes } from './forecast-bytes.ts';
import { JOURNAL_TABLES, type JournalTable } from './journal-tables.ts';
import { MARK_WIDTH } from './mark-bytes.ts';
import { MarkReader, type MarkTaker } from './mark-reader.ts';
import { outcomesOfSteps } from './outcome-schema.ts';

/** The tables of what moves cash or positions. */
const LEDGER_TABLES = ['fills', 'market_actions', 'cash_adjustments', 'conversions'] as const;

/** A row of what moves cash or positions. */
export interface LedgerRow {
  readonly table: (typeof LEDGER_TABLES)[number];
  readonly row: SqlRow;
}

/** A row that contradicts another one. */
export interface RowFault {
  readonly table: string;
  readonly row: string;
  readonly field: string;
  readonly recorded: number | string | null;
  readonly derived: number | string | null;
}

/** The rows of one arm, for whoever derives what was computed from them anew. Inside a read transaction only. */
export class ArmRows {
  readonly #connection: Connection;
  readonly #armId: number;

  constructor(connection: Connection, armId: number) {
    this.#connection = connection;
    this.#armId = armId;
  }

  /** What the row of the arm says of it, and the symbols that it trades. */
  facts(): { readonly eventCount: number; readonly markCount: number; readonly symbols: readonly string[] } {
    const [arm] = this.#all('SELECT event_count, mark_count FROM arms WHERE arm_id = ?');
    const symbols = this.#all('SELECT symbol FROM arm_symbols WHERE arm_id = ? ORDER BY symbol_index');
    return {
      eventCount: arm!['event_count'] as number,
      markCount: arm!['mark_count'] as number,
      symbols: symbols.map(({ symbol }) => symbol as string),
    };
  }

  /** Rows of fills, market actions, interest and exchanges, in the order in which they happened. */
  *ledgerRows(): Generator<LedgerRow, void, void> {
    const cursors: LedgerCursor[] = [];
    try {
      // In here, so that a table that cannot be read closes those before it.
      for (const table of LEDGER_TABLES) {
        const rows = this.#iterate(`SELECT * FROM ${table} WHERE arm_id = ? ORDER BY sequence`);
        cursors.push({ table, rows, next: NOTHING_YET });
      }
      for (const cursor of cursors) cursor.next = cursor.rows.next();
      for (;;) {
        let first: LedgerCursor | null = null;
        for (const cursor of cursors) {
          if (cursor.next.done) continue;
          if (first === null || sequenceOf(cursor.next.value) < sequenceOf(first.next.value!)) first = cursor;
        }
        if (first === null) return;
        yield { table: first.table, row: first.next.value! };
        first.next = first.rows.next();
      }
    } finally {
      // Before that, the connection can do nothing else.
      for (const { rows } of cursors) rows.return?.();
    }
  }

  /** How many marks the store holds, and how many of them are rows of days. */
  counts(): { readonly marks: number; readonly days: number } {
    const days = this.#number('SELECT count(*) FROM equity WHERE arm_id = ?');
    return { marks: new MarkReader(this.#connection).count(this.#armId), days };
  }

  /** Hands all marks to `take`, in their order. */
  eachMark(take: MarkTaker): void {
    new MarkReader(this.#connection).each(this.#armId, take);
  }

  /** The first row of a day that the packed marks contradict; null where there is none, or no packed marks. */
  dayFault(): RowFault | null {
    const days = new Map<number, Float64Array>();
    const reader = new MarkReader(this.#connection);
    if (!reader.isPacked(this.#armId)) return null;
    reader.eachDay(this.#armId, (mark, slice) => days.set(slice, mark.slice()));
    let slice = 0;
    let fault: RowFault | null = null;
    reader.each(this.#armId, (marks, at) => {
      const day = days.get(slice++);
      if (day === undefined || fault !== null) return;
      for (let k = 0; k < MARK_WIDTH; k++) {
        if (day[k] === marks[at + k]) continue;
        const field = ['sequence', 'time', 'cash', 'equity', 'gross', 'net'][k]!;
        fault = {
          table: 'equity',
          row: `slice ${slice - 1}`,
          field,
          recorded: day[k]!,
          derived: marks[at + k]!,
        };
        return;
      }
    });
    return fault;
  }

  /** The closed positions, in the order of closing. */
  roundTrips(): SqlRow[] {
    return this.#all('SELECT * FROM round_trips WHERE arm_id = ? ORDER BY position');
  }

  /** The confirmed beginnings of regimes, in the order of confirming. */
  changes(): number[] {
    return this.#all('SELECT changed_at FROM regime_events WHERE arm_id = ? ORDER BY sequence').map(
      (row) => row['changed_at'] as number,
    );
  }

  /** Hands the forecasts to `take`, in the order of the decisions. */
  eachForecast(take: (forecasts: Omit<SettledForecasts, 'knownAt'>) => void): void {
    for (const { time, pairs } of this.#all(
      'SELECT time, pairs FROM forecasts WHERE arm_id = ? ORDER BY time',
    )) {
      take({ time: time as number, ...forecastsFromBytes(pairs as Uint8Array) });
    }
  }

  /** Requests that were refused. */
  refusals(): number {
    return this.#number("SELECT count(*) FROM order_steps WHERE arm_id = ? AND kind = 'refused'");
  }

  /** What became of orders, counted from their steps. */
  outcomes(): OrderOutcome[] {
    const sql = `${outcomesOfSteps('WHERE arm_id = ?')} ORDER BY kind, reason`;
    return this.#connection.prepare(sql).all(this.#armId, this.#armId) as unknown as OrderOutcome[];
  }

  /** The slice of the data in which the first order was accepted, and the time of it; null without an order. */
  firstOrder(): { readonly index: number; readonly time: number } | null {
    const [row] = this.#all(
      'SELECT accepted_index AS "index", accepted_at AS time FROM orders WHERE arm_id = ? ORDER BY order_id LIMIT 1',
    );
    return (row as unknown as { index: number; time: number } | undefined) ?? null;
  }

  /** The first event whose number does not follow from the one before it; null where all do. */
  sequenceFault(eventCount: number): RowFault | null {
    const tables = Object.keys(JOURNAL_TABLES) as JournalTable[];
    const union = tables
      .map((table) => `SELECT sequence, '${table}' AS source FROM ${table} WHERE arm_id = ?`)
      .join(' UNION ALL ');
    const rows = this.#connection
      .prepare(`SELECT * FROM (${union}) ORDER BY sequence`)
      .iterate(...tables.map(() => this.#armId)) as IterableIterator<SqlRow>;
    let expected = 1;
    for (const { sequence, source } of rows) {
      if (sequence !== expected) {
        return {
          table: source as string,
          row: `event ${sequence as number}`,
          field: 'sequence',
          recorded: sequence as number,
          derived: expected,
        };
      }
      expected++;
    }
    if (expected - 1 === eventCount) return null;
    return { table: 'arms', row: 'arm', field: 'event_count', recorded: eventCount, derived: expected - 1 };
  }

  /** The first fill that is of another symbol or side than its order, or of no order; null where all agree. */
  fillFault(): RowFault | null {
    const [row] = this.#all(
      `SELECT fills.sequence, fills.symbol_index, fills.side, orders.symbol_index AS order_symbol, orders.side AS order_side
       FROM fills LEFT JOIN orders USING (arm_id, order_id) WHERE arm_id = ?
         AND (fills.symbol_index IS NOT orders.symbol_index OR fills.side IS NOT orders.side) ORDER BY fills.sequence LIMIT 1`,
    );
    if (row === undefined) return null;
    const bySide = row['symbol_index'] === row['order_symbol'];
    return {
      table: 'fills',
      row: `event ${row['sequence'] as number}`,
      field: bySide ? 'side' : 'symbol_index',
      recorded: row[bySide ? 'side' : 'symbol_index'] as number | string,
      derived: row[bySide ? 'order_side' : 'order_symbol'] as number | string | null,
    };
  }

  #all(sql: string): SqlRow[] {
    return this.#connection.prepare(sql).all(this.#armId);
  }

  #iterate(sql: string): Iterator<SqlRow, undefined> {
    return this.#connection.prepare(sql).iterate(this.#armId) as Iterator<SqlRow, undefined>;
  }

  #number(sql: string): number {
    return Object.values(this.#connection.prepare(sql).get(this.#armId)!)[0] as number;
  }
}

/** The rows of one table on their way into those of all. */
interface LedgerCursor {
  readonly table: LedgerRow['table'];
  readonly rows: Iterator<SqlRow, undefined>;
  next: IteratorResult<SqlRow, undefined>;
}

/** What a cursor has before its first row is asked for. */
const NOTHING_YET: IteratorResult<SqlRow, undefined> = { done: true, value: undefined };

const sequenceOf = (row: SqlRow): number => row['sequence'] as number;
