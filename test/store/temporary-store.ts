import { join } from 'node:path';
import { Store, type StoreOptions } from '../../src/store/store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { START } from './sample-run.ts';

/** The program of the thread that writes long journals, as it is built. */
export const JOURNAL_PROGRAM = new URL('../../dist/run/journal-worker.js', import.meta.url);

/** The path of a store that does not exist yet. */
export function newPath(): string {
  return join(temporaryFolder(), 'store.sqlite');
}

/** A store at the path, written to by process 100 at a clock that advances by one second a call. */
export function openStore(path: string, given: Partial<StoreOptions> = {}): Store {
  let time = START;
  const now = () => {
    time += 1000;
    return time;
  };
  return Store.open(path, { processId: 100, now, hostName: 'here', isProcessAlive: () => true, ...given });
}
