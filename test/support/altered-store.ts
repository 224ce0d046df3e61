import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** Moves all of a store into its one file, so that a copy of that is whole. No other connection may be open. */
export function gatherStore(path: string): void {
  const database = new Database(path);
  database.pragma('journal_mode = DELETE');
  database.close();
}

/**
 * The path of a copy of a store on which one statement was carried out, as by somebody who heeds neither keys nor constraints. The store is
 * in one file. Fails where the statement changes no row.
 */
export function alteredStore(path: string, sql: string): string {
  const copy = join(temporaryFolder(), 'altered.sqlite');
  copyFileSync(path, copy);
  const database = new Database(copy);
  database.pragma('foreign_keys = OFF');
  database.pragma('ignore_check_constraints = ON');
  expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
  database.close();
  return copy;
}
