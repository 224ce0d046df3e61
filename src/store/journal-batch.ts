import type { SqlValue } from './connection.ts';

/** Marks on their way into the store. */
export interface MarkBatch {
  /** Rows of `equity`, values in the order of its columns. */
  readonly days: readonly (readonly number[])[];
  /** The marks of consecutive slices, packed; null for none. */
  readonly chunk: { readonly slice: number; readonly count: number; readonly bytes: Uint8Array } | null;
}

/** What one transaction writes of the journal of an arm: plain data, so that another thread can do it. */
export interface JournalBatch {
  readonly runId: number;
  readonly armId: number;
  /** When the batch was handed over, wall time: the sign of life of the run. */
  readonly leaseAt: number;
  /** How many rows `events` and `beside` hold. */
  readonly rowCount: number;
  /** Rows of events as they are hashed, see `RowBytes`: those of tables with columns that are not hashed are skipped. */
  readonly events: Uint8Array;
  /** Rows that are not hashed, or not all of them, whole. */
  readonly beside: Uint8Array;
  readonly marks: MarkBatch;
  /** Rows of `forecasts`, values in the order of its columns. */
  readonly forecasts: readonly (readonly SqlValue[])[];
}

/** The batch with bytes of its own, and nothing of what lies around them. */
export function copiedBatch(batch: JournalBatch): JournalBatch {
  const { events, beside, marks } = batch;
  const chunk = marks.chunk && { ...marks.chunk, bytes: marks.chunk.bytes.slice() };
  return { ...batch, events: events.slice(), beside: beside.slice(), marks: { ...marks, chunk } };
}

/** Takes batches in their order. */
export interface JournalSink {
  /** Says that the journal of a run will be long, so that whoever takes it may prepare for that. */
  expectMuch?(): void;
  /** Takes a batch, whose bytes are copied or done with when this returns. Throws the errors of the store, of earlier batches too. */
  write(batch: JournalBatch): void;
  /** Waits until all of them are in the store. Throws, once, what kept one out of it. */
  settle(): void;
}
