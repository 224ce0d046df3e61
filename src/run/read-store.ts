import { RegimetaError } from '../model/regimeta-error.ts';
import { requireWholeStore } from '../store/open-store.ts';
import { Store } from '../store/store.ts';
import { isProcessAlive } from './host.ts';

/**
 * Opens a store for reading, and closes it after `read`. Where that throws what is no coded error, the store is looked through: rows that
 * break its schema are met by readers in any form, and are E_STORE_CORRUPT, and no defect of the program. Throws the errors of opening.
 */
export function readStore<Result>(storePath: string, read: (store: Store) => Result): Result {
  const store = Store.openReadOnly(storePath, { isProcessAlive });
  try {
    return read(store);
  } catch (error) {
    if (!(error instanceof RegimetaError)) requireWholeStore(storePath);
    throw error;
  } finally {
    store.close();
  }
}
