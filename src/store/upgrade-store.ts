import { existsSync, renameSync, rmSync } from 'node:fs';
import type { Connection } from './connection.ts';
import { migrateAtOnce, SCHEMA_VERSION, schemaVersion } from './migrations.ts';
import { openBeside, openForUpgrade } from './open-store.ts';
import { storeError } from './sqlite-errors.ts';

/** What an upgrade came to. */
export interface StoreUpgrade {
  readonly schemaBefore: number;
  readonly schema: number;
  /** The file of the store as it was; null where it had the present schema already. */
  readonly copyPath: string | null;
}

/**
 * Brings a store of an older schema up to date in one transaction, all of it or nothing, and keeps a copy of it as it was beside it; one with the
 * present schema is left alone. Nobody can write to the store meanwhile. Throws E_STORE_OPEN where there is none, E_STORE_FOREIGN, E_STORE_SCHEMA
 * for one of a newer version, E_STORE_CORRUPT, E_STORE_BUSY, and E_STORE_FULL where there is no room for the copy.
 */
export function upgradeStore(path: string, processId: number): StoreUpgrade {
  const connection = openForUpgrade(path);
  try {
    const schemaBefore = schemaVersion(connection);
    if (schemaBefore === SCHEMA_VERSION) return { schemaBefore, schema: schemaBefore, copyPath: null };
    const copyPath = freePath(`${path}.schema-${schemaBefore}`);
    migrateAtOnce(connection, () => copyStore(connection, copyPath, processId));
    return { schemaBefore, schema: SCHEMA_VERSION, copyPath };
  } finally {
    connection.close();
  }
}

/** The path, or where there is something already the first free one behind it. */
function freePath(path: string): string {
  for (let number = 2, free = path; ; free = `${path}-${number++}`) if (!existsSync(free)) return free;
}

/** Writes what is committed as a file of its own, which has its name only once it is whole. */
function copyStore({ path }: Connection, copyPath: string, processId: number): void {
  const draft = `${copyPath}.${processId}.new`;
  // The connection of the upgrade holds the lock of the writer, and a copy cannot be made within its transaction.
  const reading = openBeside(path, {});
  try {
    rmSync(draft, { force: true });
    reading.execute(`VACUUM INTO '${draft.replaceAll("'", "''")}'`);
    renameSync(draft, copyPath);
  } catch (error) {
    throw storeError(error, copyPath);
  } finally {
    reading.close();
    rmSync(draft, { force: true });
  }
}
