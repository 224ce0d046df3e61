import { type TradingDays, UTC_DAYS } from '../model/session.ts';
import { float64Bytes, MARK_WIDTH } from './mark-bytes.ts';
import { codedRoom, encodeMarks } from './mark-code.ts';
import type { StoreInserts } from './store-inserts.ts';

const TIME = 1;

/**
 * Collects the marks of an arm and writes them in batches: the last one of each trading day as a row of `equity`, all
 * others of the batch as one chunk. The latest mark waits until it is known whether its day goes on.
 */
export class MarkWriter {
  readonly #armId: number;
  readonly #inserts: Pick<StoreInserts, 'marks' | 'markChunks'>;
  readonly #marks: Float64Array;
  readonly #chunk: Float64Array;
  readonly #coded: DataView;
  readonly #capacity: number;
  readonly #days: TradingDays;
  #pending = 0;
  #written = 0;

  /** `capacity` marks are a batch, beside the one that waits. */
  constructor(
    inserts: Pick<StoreInserts, 'marks' | 'markChunks'>,
    armId: number,
    capacity: number,
    days: TradingDays = UTC_DAYS,
  ) {
    this.#inserts = inserts;
    this.#days = days;
    this.#armId = armId;
    this.#capacity = capacity + 1;
    this.#marks = new Float64Array(this.#capacity * MARK_WIDTH);
    this.#chunk = new Float64Array(this.#capacity * MARK_WIDTH);
    this.#coded = codedRoom(this.#capacity);
  }

  get pending(): number {
    return this.#pending;
  }

  /** Marks that were written and taken off. */
  get written(): number {
    return this.#written;
  }

  get isFull(): boolean {
    return this.#pending === this.#capacity;
  }

  /** Takes a mark, whose numbers are finite. Minus zero becomes zero, as SQLite would have it. */
  add(sequence: number, time: number, cash: number, equity: number, gross: number, net: number): void {
    const at = this.#pending * MARK_WIDTH;
    const marks = this.#marks;
    marks[at] = sequence;
    marks[at + 1] = time + 0;
    marks[at + 2] = cash + 0;
    marks[at + 3] = equity + 0;
    marks[at + 4] = gross + 0;
    marks[at + 5] = net + 0;
    this.#pending++;
  }

  /**
   * Writes what is ready and returns how many marks that is; all of them where `whole`. Inside a write transaction
   * only; they stay pending until `takeOff`, as the transaction may yet fail.
   */
  write(whole: boolean): number {
    const count = whole ? this.#pending : Math.max(0, this.#pending - 1);
    const rows: number[][] = [];
    let chunked = 0;
    let sliceFirst = -1;
    for (let mark = 0; mark < count; mark++) {
      const at = mark * MARK_WIDTH;
      if (this.#endsDay(mark)) {
        rows.push([this.#written + mark, ...this.#marks.subarray(at, at + MARK_WIDTH)]);
        continue;
      }
      if (chunked === 0) sliceFirst = this.#written + mark;
      const to = chunked++ * MARK_WIDTH;
      for (let k = 0; k < MARK_WIDTH; k++) this.#chunk[to + k] = this.#marks[at + k]!;
    }
    if (rows.length > 0) this.#inserts.marks.runAll(this.#armId, rows);
    if (chunked > 0) {
      const length = encodeMarks(this.#chunk, chunked, this.#coded);
      const coded = new Uint8Array(this.#coded.buffer, 0, length);
      this.#inserts.markChunks.run([this.#armId, sliceFirst, chunked, coded]);
    }
    return count;
  }

  /** The bytes of the first pending marks, as they are hashed; valid until the next call of another method. */
  bytes(count: number): Uint8Array {
    return float64Bytes(this.#marks, count * MARK_WIDTH);
  }

  /** Takes off marks that were written for good. */
  takeOff(count: number): void {
    this.#marks.copyWithin(0, count * MARK_WIDTH, this.#pending * MARK_WIDTH);
    this.#pending -= count;
    this.#written += count;
  }

  /** Drops what is pending. */
  clear(): void {
    this.#pending = 0;
  }

  /** Whether no later mark of its day is known. */
  #endsDay(mark: number): boolean {
    if (mark + 1 === this.#pending) return true;
    const at = mark * MARK_WIDTH + TIME;
    const next = at + MARK_WIDTH;
    return this.#marks[next]! > this.#days.dayEndOf(this.#marks[at]!);
  }
}
