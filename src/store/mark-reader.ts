import type { Connection, SqlStatement } from './connection.ts';
import { MARK_WIDTH } from './mark-bytes.ts';
import { decodeMarks } from './mark-code.ts';

/** Takes a mark: six numbers from `at` on, and whether it is the last one of its UTC day. Valid during the call. */
export type MarkTaker = (marks: Float64Array, at: number, endsDay: boolean) => void;

/** Reads the marks of an arm at full resolution, from rows and chunks alike. Inside a read transaction only. */
export class MarkReader {
  readonly #count: SqlStatement;
  readonly #rows: SqlStatement;
  readonly #chunks: SqlStatement;

  constructor(connection: Connection) {
    this.#count = connection.prepare(
      `SELECT (SELECT count(*) FROM equity WHERE arm_id = ?1) +
         (SELECT coalesce(sum(count), 0) FROM equity_chunks WHERE arm_id = ?1) AS marks`,
    );
    this.#rows = connection
      .prepare(
        'SELECT sequence, time, cash, equity, gross, net, slice FROM equity WHERE arm_id = ? ORDER BY slice',
      )
      .raw();
    this.#chunks = connection
      .prepare('SELECT count, marks FROM equity_chunks WHERE arm_id = ? ORDER BY slice')
      .raw();
  }

  /** The number of marks. */
  count(armId: number): number {
    return this.#count.get({ 1: armId })!['marks'] as number;
  }

  /** Hands all marks to `take`, in their order. */
  each(armId: number, take: MarkTaker): void {
    const chunks = new ChunkCursor(this.#chunks, armId);
    try {
      this.#merge(armId, chunks, take);
    } finally {
      chunks.close();
    }
  }

  #merge(armId: number, chunks: ChunkCursor, take: MarkTaker): void {
    const row = new Float64Array(MARK_WIDTH);
    let slice = 0;
    for (const values of this.#rows.iterate(armId) as Iterable<unknown> as Iterable<readonly number[]>) {
      for (; slice < values[MARK_WIDTH]! && chunks.advance(); slice++) take(chunks.marks, chunks.at, false);
      for (let k = 0; k < MARK_WIDTH; k++) row[k] = values[k]!;
      take(row, 0, true);
      slice++;
    }
    while (chunks.advance()) take(chunks.marks, chunks.at, false);
  }
}

/** Goes through the marks of all chunks of an arm. */
class ChunkCursor {
  readonly #chunks: Iterator<readonly [number, Uint8Array]>;
  marks: Float64Array = new Float64Array(0);
  at = 0;

  constructor(statement: SqlStatement, armId: number) {
    this.#chunks = statement.iterate(armId) as IterableIterator<unknown> as Iterator<
      readonly [number, Uint8Array]
    >;
  }

  /** Moves to the next mark; false where there is none. */
  advance(): boolean {
    this.at += MARK_WIDTH;
    if (this.at < this.marks.length) return true;
    const { done, value } = this.#chunks.next();
    if (done) return false;
    this.marks = decodeMarks(value[1], value[0]);
    this.at = 0;
    return true;
  }

  /** Ends the reading; before that the connection does nothing else. */
  close(): void {
    this.#chunks.return?.();
  }
}
