import type { AccountMark } from '../model/account.ts';
import type { TradingDays } from '../model/session.ts';
import type { MarkBatch } from './journal-batch.ts';
import { MARK_WIDTH } from './mark-bytes.ts';
import { MarkStream } from './mark-stream.ts';

/**
 * Collects the marks of an arm into batches: all of a batch as one chunk, if that is asked for, and the last one of
 * each trading day as a row of `equity` too. The row of the latest mark waits until it is known whether its day goes on.
 */
export class MarkWriter {
  readonly #isPacked: boolean;
  readonly #days: TradingDays;
  readonly #capacity: number;
  readonly #stream = new MarkStream();
  readonly #latest = new Float64Array(MARK_WIDTH);
  #rows: number[][] = [];
  #dayEnd = Number.POSITIVE_INFINITY;
  #rowWaits = false;
  #pending = 0;
  #written = 0;

  /** `capacity` marks are a batch; without `isPacked`, the rows of days alone are written. */
  constructor(settings: {
    readonly capacity: number;
    readonly isPacked: boolean;
    readonly days: TradingDays;
  }) {
    this.#capacity = settings.capacity;
    this.#isPacked = settings.isPacked;
    this.#days = settings.days;
  }

  /** Whether there is anything that a `write` of all would write. */
  get hasPending(): boolean {
    return this.#pending > 0 || this.#rowWaits;
  }

  /** Marks that were written and taken off. */
  get written(): number {
    return this.#written;
  }

  get isFull(): boolean {
    return this.#pending >= this.#capacity;
  }

  /** What is held from now on of the only symbol; see `MarkStream.hold`. */
  hold(quantity: number): void {
    this.#stream.hold(quantity);
  }

  /** Takes a mark, whose numbers are finite. Minus zero becomes zero, as SQLite would have it. */
  add(sequence: number, { time, cash, equity, gross, net }: AccountMark): void {
    if (this.#rowWaits && time > this.#dayEnd) this.#rows.push(this.#latestRow());
    if (!(this.#rowWaits && time <= this.#dayEnd)) this.#dayEnd = this.#days.dayEndOf(time);
    const mark = this.#latest;
    mark[0] = sequence;
    mark[1] = time + 0;
    mark[2] = cash + 0;
    mark[3] = equity + 0;
    mark[4] = gross + 0;
    mark[5] = net + 0;
    this.#stream.add(mark);
    this.#pending++;
    this.#rowWaits = true;
  }

  /**
   * What is pending; where `whole`, the row of the latest mark too. All of it stays pending until `takeOff`, as writing it may
   * fail. Valid until the next call of another method.
   */
  batch(whole: boolean): MarkBatch {
    const days = whole && this.#rowWaits ? [...this.#rows, this.#latestRow()] : this.#rows;
    if (!this.#isPacked || this.#pending === 0) return { days, chunk: null };
    return { days, chunk: { slice: this.#written, count: this.#pending, bytes: this.bytes() } };
  }

  /** The bytes that pack the pending marks, as they are hashed; valid until the next call of another method. */
  bytes(): Uint8Array {
    return this.#stream.bytes();
  }

  /** Takes off what was written for good. */
  takeOff(whole: boolean): void {
    this.#written += this.#pending;
    this.#pending = 0;
    this.#rows = [];
    if (whole) this.#rowWaits = false;
    this.#stream.clear();
  }

  /** Drops what is pending. */
  clear(): void {
    this.#pending = 0;
    this.#rows = [];
    this.#rowWaits = false;
  }

  #latestRow(): number[] {
    return [this.#written + this.#pending - 1, ...this.#latest];
  }
}
