import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Connection } from '../../src/store/connection.ts';
import { MIGRATIONS, type Migration, migrate, SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { APPLICATION_ID } from '../../src/store/schema.ts';
import { recordRun } from './sample-run.ts';
import { newPath, openStore } from './temporary-store.ts';

const connect = (path: string) => new Connection(new Database(path), path);
const tables = (connection: Connection) =>
  connection.read(
    () => connection.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all().length,
  );

const added: Migration = {
  version: 2,
  sql: 'ALTER TABLE runs ADD COLUMN note TEXT; CREATE TABLE notes (x) STRICT;',
};

test('versions rise by one from 1, and the last is the one that is written', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  expect(SCHEMA_VERSION).toBe(MIGRATIONS.length);
});

test('an empty file gets all steps, its version and its mark', () => {
  const connection = connect(newPath());
  migrate(connection);
  expect(connection.pragma('user_version')).toBe(SCHEMA_VERSION);
  expect(connection.pragma('application_id')).toBe(APPLICATION_ID);
  connection.close();
});

test('an older store gets the steps that it lacks and keeps its rows', () => {
  const path = newPath();
  const store = openStore(path);
  recordRun(store);
  store.close();
  const connection = connect(path);
  const [first] = MIGRATIONS;
  migrate(connection, [first!, { version: 2, sql: 'ALTER TABLE runs ADD COLUMN note TEXT' }]);
  expect(connection.pragma('user_version')).toBe(2);
  expect(connection.read(() => connection.prepare('SELECT note, status FROM runs').get())).toEqual({
    note: null,
    status: 'complete',
  });
  connection.close();
});

test('a step that fails half-way leaves the version before it, whole', () => {
  const path = newPath();
  openStore(path).close();
  const connection = connect(path);
  const before = tables(connection);
  const broken = { version: 2, sql: 'CREATE TABLE half (x INTEGER) STRICT; CREATE TABLE runs (x);' };
  expect(() => migrate(connection, [...MIGRATIONS, broken])).toThrow('E_STORE_CORRUPT');
  expect(connection.pragma('user_version')).toBe(1);
  expect(tables(connection)).toBe(before);
  migrate(connection);
  connection.close();
});

test('a step that another process has taken in the meantime is not taken again', () => {
  const path = newPath();
  openStore(path).close();
  const first = connect(path);
  const second = connect(path);
  const steps = [...MIGRATIONS, { version: 2, sql: 'CREATE TABLE notes (x INTEGER) STRICT' }];
  migrate(first, steps);
  migrate(second, steps);
  expect(second.pragma('user_version')).toBe(2);
  first.close();
  second.close();
});

test('a newer store is refused before anything is changed', () => {
  const path = newPath();
  openStore(path).close();
  const connection = connect(path);
  connection.execute('PRAGMA user_version = 3');
  expect(() => migrate(connection, [...MIGRATIONS, added])).toThrow('E_STORE_SCHEMA');
  expect(connection.pragma('user_version')).toBe(3);
  connection.close();
});
