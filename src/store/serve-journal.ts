import { sentError } from '../model/sent-error.ts';
import { BatchWriter } from './batch-writer.ts';
import type { JournalBatch } from './journal-batch.ts';
import { type JournalThreadSetting, SHARED, STATE } from './journal-thread.ts';
import { openBeside } from './open-store.ts';
import { storeInserts } from './store-inserts.ts';

/** The other side of a `JournalThread`: writes the batches that come, until one fails or there are no more. */
export function serveJournal({ path, busyTimeoutMs, bytesMax, shared, port }: JournalThreadSetting): void {
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
  port.on('message', (batch: JournalBatch | null) => {
    if (batch === null) {
      attempt(() => connection.close());
      port.close();
    } else if (!failed) attempt(() => writer.write(batch));
    Atomics.add(shared, SHARED.answered, 1);
    Atomics.notify(shared, SHARED.answered);
  });
  Atomics.store(shared, SHARED.state, STATE.ready);
}
