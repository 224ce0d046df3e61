import { sentError } from '../model/sent-error.ts';
import { BatchWriter } from './batch-writer.ts';
import type { JournalBatch } from './journal-batch.ts';
import { type JournalThreadSetting, SHARED, STATE } from './journal-thread.ts';
import { openBeside } from './open-store.ts';
import { storeInserts } from './store-inserts.ts';

/** The log is put into the file itself once this thread is idle, after so many bytes. */
const LOG_BYTES_MIN = 2_000_000;

/** Does something unless it is called off before, by what is returned, for as long as a thread must be idle to be taken for it. */
export type DoWhenIdle = (action: () => void) => () => void;

/** The other side of a `JournalThread`: writes the batches that come, until one fails or there are no more. */
export function serveJournal(
  { path, busyTimeoutMs, bytesMax, shared, port }: JournalThreadSetting,
  doWhenIdle: DoWhenIdle,
): void {
  const connection = openBeside(path, {
    ...(busyTimeoutMs !== undefined && { busyTimeoutMs }),
    ...(bytesMax !== undefined && { bytesMax }),
  });
  const writer = new BatchWriter(connection, storeInserts(connection));
  let failed = false;
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      if (failed) return;
      failed = true;
      port.postMessage(sentError(error));
      Atomics.store(shared, SHARED.state, STATE.failed);
    }
  };
  let logBytes = 0;
  let callOff = (): void => undefined;
  // While the run computes, so that closing the store does not have to; the run may write meanwhile.
  const checkpoint = (): void => {
    logBytes = 0;
    try {
      connection.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // All rows are safe in the log, and whoever closes the store tries again.
    }
  };
  port.on('message', (batch: JournalBatch | null) => {
    callOff();
    if (batch === null) {
      attempt(() => connection.close());
      port.close();
    } else if (!failed) attempt(() => writer.write(batch));
    Atomics.add(shared, SHARED.answered, 1);
    Atomics.notify(shared, SHARED.answered);
    logBytes += batch === null ? 0 : bytesOf(batch);
    if (batch !== null && logBytes >= LOG_BYTES_MIN) callOff = doWhenIdle(checkpoint);
  });
  Atomics.store(shared, SHARED.state, STATE.ready);
}

function bytesOf({ events, beside, marks }: JournalBatch): number {
  return events.length + beside.length + (marks.chunk?.bytes.length ?? 0);
}
