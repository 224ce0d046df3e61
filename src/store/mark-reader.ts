import { RegimetaError } from '../model/regimeta-error.ts';
import type { Connection, SqlStatement } from './connection.ts';
import { MARK_WIDTH } from './mark-bytes.ts';
import { decodeMarks } from './mark-code.ts';
import { MarkUnpacker } from './mark-stream.ts';

/** Takes a mark: six numbers from `at` on, and whether it is the last one of its UTC day. Valid during the call. */
export type MarkTaker = (marks: Float64Array, at: number, endsDay: boolean) => void;

/** Takes the bytes of a chunk. */
export type ChunkTaker = (bytes: Uint8Array) => void;

type Chunk = readonly [count: number, marks: Uint8Array];

const DAY_MS = 86_400_000;

/** Reads the marks of an arm at the full resolution that the store has. Inside a read transaction only. */
export class MarkReader {
  readonly #shape: SqlStatement;
  readonly #rows: SqlStatement;
  readonly #chunks: SqlStatement;

  constructor(connection: Connection) {
    this.#shape = connection.prepare(
      `SELECT journal_form AS form, (SELECT count(*) FROM equity WHERE arm_id = ?1) AS days,
         (SELECT coalesce(sum(count), 0) FROM equity_chunks WHERE arm_id = ?1) AS packed
       FROM arms WHERE arm_id = ?1`,
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
    const { form, days, packed } = this.#shapeOf(armId);
    return form === 1 ? days + packed : packed || days;
  }

  /** Whether chunks hold all marks, those of the rows too. */
  isPacked(armId: number): boolean {
    const { form, packed } = this.#shapeOf(armId);
    return form !== 1 && packed > 0;
  }

  /** Hands all marks to `take`, in their order. */
  each(armId: number, take: MarkTaker): void {
    const { form, packed } = this.#shapeOf(armId);
    if (form === 1) this.#eachOfBoth(armId, take);
    else if (packed > 0) this.eachPacked(armId, take);
    else this.eachDay(armId, (mark) => take(mark, 0, true));
  }

  /** Hands the last mark of each day to `take`, from the rows, with its slice. */
  eachDay(armId: number, take: (mark: Float64Array, slice: number) => void): void {
    const mark = new Float64Array(MARK_WIDTH);
    for (const values of this.#rows.iterate(armId) as Iterable<unknown> as Iterable<readonly number[]>) {
      for (let k = 0; k < MARK_WIDTH; k++) mark[k] = values[k]!;
      take(mark, values[MARK_WIDTH]!);
    }
  }

  /** Hands all marks that chunks hold to `take`, and before them the bytes of their chunk to `takeChunk`; not for arms of form 1. */
  eachPacked(armId: number, take: MarkTaker, takeChunk: ChunkTaker = () => undefined): void {
    const unpacker = new MarkUnpacker();
    // The last mark of a chunk waits for the next one, which tells whether its day goes on.
    let waiting: Float64Array | null = null;
    // One room for all chunks: a new one for each would only wait for the collector.
    let room = new Float64Array(0);
    for (const [count, bytes] of this.#chunksOf(armId)) {
      takeChunk(bytes);
      if (room.length < count * MARK_WIDTH) room = new Float64Array(count * MARK_WIDTH);
      const marks = room.subarray(0, count * MARK_WIDTH);
      if (!unpacker.unpack(bytes, marks)) throw damagedChunk(count, bytes);
      if (waiting !== null) take(waiting, 0, marks[1]! >= dayEndOf(waiting[1]!));
      const last = marks.length - MARK_WIDTH;
      let dayEnd = dayEndOf(marks[1]!);
      for (let at = 0; at < last; at += MARK_WIDTH) {
        const next = marks[at + MARK_WIDTH + 1]!;
        const endsDay = next >= dayEnd;
        if (endsDay) dayEnd = dayEndOf(next);
        take(marks, at, endsDay);
      }
      waiting = marks.slice(last);
    }
    if (waiting !== null) take(waiting, 0, true);
  }

  /** Up to schema 7, a mark is either the row of its day or in a chunk. */
  #eachOfBoth(armId: number, take: MarkTaker): void {
    const chunks = this.#chunksOf(armId);
    let marks: Float64Array = new Float64Array(0);
    let at = 0;
    const advance = (): boolean => {
      at += MARK_WIDTH;
      if (at < marks.length) return true;
      const { done, value } = chunks.next();
      if (done) return false;
      marks = decodeMarks(value[1], value[0]);
      at = 0;
      return true;
    };
    let slice = 0;
    try {
      this.eachDay(armId, (day, daySlice) => {
        for (; slice < daySlice && advance(); slice++) take(marks, at, false);
        take(day, 0, true);
        slice++;
      });
      while (advance()) take(marks, at, false);
    } finally {
      // Before that, the connection does nothing else.
      chunks.return?.();
    }
  }

  #chunksOf(armId: number): Iterator<Chunk, undefined> & Iterable<Chunk> {
    return this.#chunks.iterate(armId) as IterableIterator<unknown> as Iterator<Chunk, undefined> &
      Iterable<Chunk>;
  }

  #shapeOf(armId: number): { readonly form: number; readonly days: number; readonly packed: number } {
    return this.#shape.get({ 1: armId }) as unknown as { form: number; days: number; packed: number };
  }
}

/** The first time after the UTC day of a time. */
const dayEndOf = (time: number): number => (Math.floor(time / DAY_MS) + 1) * DAY_MS;

function damagedChunk(count: number, { length }: Uint8Array): RegimetaError {
  return new RegimetaError('E_STORE_CORRUPT', {
    place: 'equity_chunks',
    rule: `the bytes of a chunk are those of its ${count} marks`,
    found: `${length} bytes`,
    repair: 'Restore a copy of the store',
  });
}
