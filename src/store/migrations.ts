import { RegimetaError } from '../model/regimeta-error.ts';
import { ACCOUNT_SCHEMA } from './account-schema.ts';
import { ADAPTATION_SCHEMA } from './adaptation-schema.ts';
import { CLOSES_SCHEMA } from './closes-schema.ts';
import { readingViews, SCHEMA_8 } from './compact-schema.ts';
import type { Connection, Rewording } from './connection.ts';
import { CURRENCY_SCHEMA } from './currency-schema.ts';
import { CUSTOM_METRIC_SCHEMA } from './custom-metric-schema.ts';
import { EMBEDDING_SCHEMA } from './embedding-schema.ts';
import { EVIDENCE_SCHEMA } from './evidence-schema.ts';
import { SCHEMA_3 } from './execution-schema.ts';
import { EXPERIMENT_SCHEMA } from './experiment-schema.ts';
import { FILL_NUMBERS } from './fill-numbers.ts';
import { CALENDAR_SCHEMA, GAP_SCHEMA, INSTRUMENT_SCHEMA } from './instrument-schema.ts';
import { JSON_CHECK_REWORDINGS } from './json-check-schema.ts';
import { MARKS_SCHEMA } from './marks-schema.ts';
import { SCHEMA_2 } from './order-terms-schema.ts';
import { OUTCOME_SCHEMA } from './outcome-schema.ts';
import { PRESENT_SCHEMA } from './present-schema/present-schema.ts';
import { PRICE_SCHEMA } from './price-schema.ts';
import { REMOVAL_SCHEMA } from './removal-schema.ts';
import { APPLICATION_ID, SCHEMA_1, VIEWS_1 } from './schema.ts';
import { STUDY_SCHEMA } from './study-schema.ts';
import { SWEEP_SCHEMA } from './sweep-schema.ts';

/** One step of the schema: the statements that lead from the version before to this one. */
export interface Migration {
  /** Rising by one from 1; the `user_version` of the file afterwards. */
  readonly version: number;
  readonly sql: string;
  /** Constraints that read otherwise from this step on; none where left out. */
  readonly rewordings?: readonly Rewording[];
}

/** All steps, oldest first. A step that was released is never edited; what all of them lead to is `PRESENT_SCHEMA`. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: SCHEMA_1 },
  { version: 2, sql: `${SCHEMA_2}${VIEWS_1}` },
  { version: 3, sql: `${SCHEMA_3}${VIEWS_1}` },
  { version: 4, sql: ACCOUNT_SCHEMA },
  { version: 5, sql: MARKS_SCHEMA },
  { version: 6, sql: INSTRUMENT_SCHEMA },
  { version: 7, sql: FILL_NUMBERS },
  { version: 8, sql: SCHEMA_8 },
  { version: 9, sql: CALENDAR_SCHEMA },
  { version: 10, sql: OUTCOME_SCHEMA },
  { version: 11, sql: CURRENCY_SCHEMA },
  { version: 12, sql: EMBEDDING_SCHEMA },
  { version: 13, sql: `${SWEEP_SCHEMA}${readingViews()}` },
  { version: 14, sql: GAP_SCHEMA },
  { version: 15, sql: EVIDENCE_SCHEMA },
  { version: 16, sql: PRICE_SCHEMA },
  { version: 17, sql: `${EXPERIMENT_SCHEMA}${readingViews('arms.seed,')}` },
  { version: 18, sql: REMOVAL_SCHEMA },
  { version: 19, sql: `${STUDY_SCHEMA}${readingViews('arms.seed,')}` },
  { version: 20, sql: `${ADAPTATION_SCHEMA}${readingViews('arms.seed,')}` },
  { version: 21, sql: CLOSES_SCHEMA },
  { version: 22, sql: CUSTOM_METRIC_SCHEMA },
  { version: 23, sql: '', rewordings: JSON_CHECK_REWORDINGS },
];

/** The version of the schema that this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.at(-1)!.version;

/** Brings the file up to the present schema: one without any gets it at once, an older one by the steps that it lacks. Throws the errors of `migrate`. */
export function bringUpToDate(connection: Connection): void {
  if (schemaVersion(connection) === 0) {
    connection.write(() => {
      // Read again under the lock, as at each step.
      if (schemaVersion(connection) === 0)
        apply(connection, { version: SCHEMA_VERSION, sql: PRESENT_SCHEMA });
    });
  }
  migrate(connection);
}

/**
 * Brings the file up to the last of `migrations`, each step in a transaction of its own together with the version
 * number: a step that fails or is cut off leaves the version before it, whole. Foreign keys are off while a step makes
 * tables again, and are checked before it is kept. Throws E_STORE_SCHEMA for a file that is newer, and E_STORE_CORRUPT
 * where a row refers to none.
 */
export function migrate(connection: Connection, migrations: readonly Migration[] = MIGRATIONS): void {
  requireKnownSchema(connection, migrations);
  if (schemaVersion(connection) === migrations.at(-1)!.version) return;
  const enforced = connection.pragma('foreign_keys') as number;
  // Without effect inside a transaction, so before the first.
  connection.pragma('foreign_keys = OFF');
  for (const migration of migrations) takeStep(connection, migration);
  connection.pragma(`foreign_keys = ${enforced}`);
}

/**
 * The same in one transaction, all steps or none; `before` is called first, while nobody else can write. For a file that is known to be of an older schema.
 */
export function migrateAtOnce(connection: Connection, before: () => void): void {
  // Without effect inside a transaction.
  connection.pragma('foreign_keys = OFF');
  connection.write(() => {
    before();
    for (const migration of MIGRATIONS) takeStep(connection, migration);
  });
}

function takeStep(connection: Connection, migration: Migration): void {
  connection.write(() => {
    // Read again under the lock: another process may have taken this step in the meantime.
    if (schemaVersion(connection) < migration.version) apply(connection, migration);
  });
}

function apply(connection: Connection, { version, sql, rewordings = [] }: Migration): void {
  connection.execute(sql);
  for (const rewording of rewordings) connection.reword(rewording);
  requireReferences(connection);
  connection.execute(`PRAGMA application_id = ${APPLICATION_ID}`);
  connection.execute(`PRAGMA user_version = ${version}`);
}

/** Throws E_STORE_CORRUPT where a row refers to one that is not there. */
function requireReferences(connection: Connection): void {
  const [first] = connection.prepare('PRAGMA foreign_key_check').all();
  if (first === undefined) return;
  throw new RegimetaError('E_STORE_CORRUPT', {
    place: connection.path,
    rule: 'each row must refer to rows that exist',
    found: `table ${first['table'] as string}, which refers to ${first['parent'] as string}`,
    repair: 'Restore a copy of the store',
  });
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
    repair: `Bring it up to date with: regimeta store upgrade ${quoted(connection.path)} (a copy is kept)`,
  });
}

/** The version of the schema of the file. */
export function schemaVersion(connection: Connection): number {
  return connection.pragma('user_version') as number;
}

/** The path as a word of a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
