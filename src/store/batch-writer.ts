import type { BulkInsert } from './bulk-insert.ts';
import type { Connection } from './connection.ts';
import type { JournalBatch, JournalSink } from './journal-batch.ts';
import {
  JOURNAL_TABLES,
  type JournalTable,
  type JournalTableShape,
  ROUND_TRIPS_NUMBER,
} from './journal-tables.ts';
import { RowCursor } from './row-cursor.ts';
import type { StoreInserts } from './store-inserts.ts';

/** Writes batches of journals into a store, each in one transaction: all of it or, if that throws, nothing. */
export class BatchWriter implements JournalSink {
  readonly #connection: Connection;
  readonly #inserts: StoreInserts;
  /** By the number of the table; those whose rows the hashed bytes hold whole. */
  readonly #ofEvents: BulkInsert[] = [];
  /** By the number of the table; the others. */
  readonly #beside: BulkInsert[] = [];

  constructor(connection: Connection, inserts: StoreInserts) {
    this.#connection = connection;
    this.#inserts = inserts;
    for (const [table, { number, unhashed }] of Object.entries<JournalTableShape>(JOURNAL_TABLES)) {
      const inserted = unhashed.length === 0 ? this.#ofEvents : this.#beside;
      inserted[number] = inserts.journal[table as JournalTable];
    }
    this.#beside[ROUND_TRIPS_NUMBER] = inserts.roundTrips;
  }

  write({ runId, armId, leaseAt, events, beside, marks, forecasts }: JournalBatch): void {
    const inserts = this.#inserts;
    this.#connection.append(() => {
      insertRows(armId, events, this.#ofEvents);
      insertRows(armId, beside, this.#beside);
      if (marks.days.length > 0) inserts.marks.runAll(armId, marks.days);
      if (marks.chunk !== null) {
        const { slice, count, bytes } = marks.chunk;
        inserts.markChunks.run([armId, slice, count, bytes]);
      }
      if (forecasts.length > 0) inserts.forecasts.runAll(armId, forecasts);
      inserts.renewLease.run(leaseAt, runId);
    });
  }

  settle(): void {
    // All of it is in the store already.
  }
}

function insertRows(armId: number, bytes: Uint8Array, inserts: readonly (BulkInsert | undefined)[]): void {
  for (const insert of inserts) insert?.begin(armId);
  const rows = new RowCursor(bytes);
  while (rows.next()) {
    const insert = inserts[rows.table];
    if (insert === undefined) rows.skip();
    else insert.take(rows);
  }
  for (const insert of inserts) insert?.end();
}
