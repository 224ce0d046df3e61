import { RegimetaError } from '../model/regimeta-error.ts';
import type { Connection } from './connection.ts';
import { APPLICATION_ID, SCHEMA_1 } from './schema.ts';

/** One step of the schema: the statements that lead from the version before to this one. */
export interface Migration {
  /** Rising by one from 1; the `user_version` of the file afterwards. */
  readonly version: number;
  readonly sql: string;
}

/** All steps, oldest first. A step that was released is never edited. */
export const MIGRATIONS: readonly Migration[] = [{ version: 1, sql: SCHEMA_1 }];

/** The version of the schema that this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.at(-1)!.version;

/**
 * Brings the file up to the last of `migrations`, each step in a transaction of its own together with the version
 * number: a step that fails or is cut off leaves the version before it, whole. Throws E_STORE_SCHEMA for a file that is newer.
 */
export function migrate(connection: Connection, migrations: readonly Migration[] = MIGRATIONS): void {
  requireKnownSchema(connection, migrations);
  for (const migration of migrations) {
    connection.write(() => {
      // Read again under the lock: another process may have taken this step in the meantime.
      if (schemaVersion(connection) >= migration.version) return;
      connection.execute(migration.sql);
      connection.execute(`PRAGMA application_id = ${APPLICATION_ID}`);
      connection.execute(`PRAGMA user_version = ${migration.version}`);
    });
  }
}

/** Throws E_STORE_SCHEMA where the file is newer than the last of `migrations`. */
export function requireKnownSchema(
  connection: Connection,
  migrations: readonly Migration[] = MIGRATIONS,
): void {
  const found = schemaVersion(connection);
  const known = migrations.at(-1)!.version;
  if (found <= known) return;
  throw new RegimetaError('E_STORE_SCHEMA', {
    place: connection.path,
    rule: `this version of Regimeta reads stores up to schema ${known}`,
    found: `schema ${found}`,
    repair: 'Use the version of Regimeta that made it or a newer one',
  });
}

/** Throws E_STORE_SCHEMA unless the file has exactly the present schema; for a reader, which may not migrate. */
export function requirePresentSchema(connection: Connection): void {
  requireKnownSchema(connection);
  const found = schemaVersion(connection);
  if (found === SCHEMA_VERSION) return;
  throw new RegimetaError('E_STORE_SCHEMA', {
    place: connection.path,
    rule: `a store must have schema ${SCHEMA_VERSION} to be read`,
    found: `schema ${found}`,
    repair: 'Start any run on it once, which brings it up to date',
  });
}

function schemaVersion(connection: Connection): number {
  return connection.pragma('user_version') as number;
}
