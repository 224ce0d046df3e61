import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { BatchWriter } from './batch-writer.ts';
import { copiedBatch, type JournalBatch, type JournalSink } from './journal-batch.ts';
import { JournalThread } from './journal-thread.ts';

/** A run that writes fewer rows has ended before a thread would have paid for its start. */
const ROWS_OF_THIS_THREAD = 8192;

/** Batches that wait while the thread starts, a fraction of a second. */
const WAITING_MAX = 16;

/** Where the thread of a journal is started, and on which store. */
export interface ThreadStart {
  /** The program of the thread; where there is no such file, and on one core, all is written by this thread. */
  readonly program: URL;
  readonly path: string;
  readonly busyTimeoutMs: number | undefined;
  readonly bytesMax: number | undefined;
}

/**
 * Brings batches into the store in their order: in this thread at first, and by a thread of its own from the time when one pays, or from the beginning of
 * a run that is known to be long. Batches wait while it starts; where it never gets ready, this thread writes them after all. Nothing is written after one that had waited and failed.
 */
export class JournalCourier implements JournalSink {
  readonly #local: BatchWriter;
  readonly #start: ThreadStart | null;
  #thread: JournalThread | null = null;
  #rowCount = 0;
  #waiting: JournalBatch[] = [];
  #error: RegimetaError | null = null;

  constructor(local: BatchWriter, start: ThreadStart | null) {
    this.#local = local;
    const canStart = start !== null && availableParallelism() > 1 && existsSync(fileURLToPath(start.program));
    this.#start = canStart ? start : null;
  }

  /** Starts the thread at once. */
  expectMuch(): void {
    if (this.#start === null || this.#thread !== null) return;
    const { program, ...setting } = this.#start;
    this.#thread = new JournalThread(program, setting);
  }

  write(batch: JournalBatch): void {
    if (this.#error !== null) throw this.#error;
    if (this.#thread === null) this.#writeFirst(batch);
    else if (this.#thread.isReady) {
      this.#bringWaiting(0);
      this.#thread.write(batch);
    } else {
      this.#waiting.push(copiedBatch(batch));
      this.#bringWaiting(WAITING_MAX);
    }
  }

  settle(): void {
    this.#bringWaiting(0);
    this.#thread?.settle();
  }

  /** Ends the thread, if there is one, once all is written. */
  close(): void {
    this.#thread?.close();
    this.#thread = null;
  }

  #writeFirst(batch: JournalBatch): void {
    this.#rowCount += batch.rowCount;
    // It starts while this batch is written.
    if (this.#rowCount >= ROWS_OF_THIS_THREAD) this.expectMuch();
    this.#local.write(batch);
  }

  /** Brings batches away until no more than so many wait. */
  #bringWaiting(count: number): void {
    const sink = this.#thread?.isReady === true ? this.#thread : this.#local;
    try {
      while (this.#waiting.length > count) sink.write(this.#waiting.shift()!);
    } catch (error) {
      this.#waiting = [];
      if (error instanceof RegimetaError) this.#error = error;
      throw error;
    }
  }
}
