import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { Store, type StoreOptions } from '../../src/store/store.ts';
import { START } from './sample-run.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'regimeta-store-'));
  folders.push(folder);
  return folder;
}

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
