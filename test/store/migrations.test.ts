import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/store/connection.ts';
import { journalHashOf } from '../../src/store/journal-reader.ts';
import {
  bringUpToDate,
  MIGRATIONS,
  type Migration,
  migrate,
  SCHEMA_VERSION,
} from '../../src/store/migrations.ts';
import { APPLICATION_ID } from '../../src/store/schema.ts';
import { recordRun, START } from './sample-run.ts';
import { newPath, openStore } from './temporary-store.ts';

const connect = (path: string) => new Connection(new Database(path), path);
const tables = (connection: Connection) =>
  connection.read(
    () => connection.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all().length,
  );

const NEXT = SCHEMA_VERSION + 1;

const added: Migration = {
  version: NEXT,
  sql: 'ALTER TABLE runs ADD COLUMN note TEXT; CREATE TABLE notes (x) STRICT;',
};

test('versions rise by one from 1, and the last is the one that is written', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  expect(SCHEMA_VERSION).toBe(MIGRATIONS.length);
});

const schemaOf = (connection: Connection) =>
  connection.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();

test('a new store is made at once, and is to the letter what all steps lead to', () => {
  const made = connect(newPath());
  bringUpToDate(made);
  const led = connect(newPath());
  migrate(led);
  expect(schemaOf(made)).toEqual(schemaOf(led));
  for (const pragma of ['user_version', 'application_id', 'page_size', 'encoding']) {
    expect([pragma, made.pragma(pragma)]).toEqual([pragma, led.pragma(pragma)]);
  }
  made.close();
  led.close();
});

test('checks of JSON let null pass in every version of SQLite, also those in which json_valid(NULL) is 0', () => {
  const connection = connect(newPath());
  migrate(connection);
  const columns = connection
    .prepare(`SELECT tables.name AS "table", columns.name AS "column", columns."notnull" AS required, tables.sql
      FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
      WHERE tables.type = 'table' AND instr(tables.sql, 'json_valid(' || columns.name || ')') > 0`)
    .all();
  expect(columns.filter(({ required }) => required === 0).map(({ table }) => table)).toEqual(
    expect.arrayContaining(['calendars', 'order_steps', 'adaptations']),
  );
  for (const { column, required, sql } of columns) {
    const name = String(column);
    if (required === 0) expect(sql).toContain(`CHECK (${name} IS NULL OR json_valid(${name}))`);
  }
  connection.pragma('foreign_keys = OFF');
  const insert = connection.prepare(`INSERT INTO calendars VALUES (1, ?, 'UTC', ?)`);
  connection.write(() => insert.run('null', null));
  connection.write(() => insert.run('object', '{}'));
  expect(() => connection.write(() => insert.run('cut off', '{'))).toThrow('E_');
  connection.close();
});

test('an empty file that two programs make a store of, one of them step by step, becomes one all the same', () => {
  const path = newPath();
  const older = connect(path);
  migrate(older, MIGRATIONS.slice(0, 3));
  const newer = connect(path);
  bringUpToDate(newer);
  expect(newer.pragma('user_version')).toBe(SCHEMA_VERSION);
  older.close();
  newer.close();
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
  migrate(connection, [...MIGRATIONS, { version: NEXT, sql: 'ALTER TABLE runs ADD COLUMN note TEXT' }]);
  expect(connection.pragma('user_version')).toBe(NEXT);
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
  const broken = { version: NEXT, sql: 'CREATE TABLE half (x INTEGER) STRICT; CREATE TABLE runs (x);' };
  expect(() => migrate(connection, [...MIGRATIONS, broken])).toThrow('E_STORE_CORRUPT');
  expect(connection.pragma('user_version')).toBe(SCHEMA_VERSION);
  expect(tables(connection)).toBe(before);
  migrate(connection);
  connection.close();
});

test('a step that another process has taken in the meantime is not taken again', () => {
  const path = newPath();
  openStore(path).close();
  const first = connect(path);
  const second = connect(path);
  const steps = [...MIGRATIONS, { version: NEXT, sql: 'CREATE TABLE later_notes (x INTEGER) STRICT' }];
  migrate(first, steps);
  migrate(second, steps);
  expect(second.pragma('user_version')).toBe(NEXT);
  first.close();
  second.close();
});

test('a newer store is refused before anything is changed', () => {
  const path = newPath();
  openStore(path).close();
  const connection = connect(path);
  connection.execute(`PRAGMA user_version = ${NEXT + 1}`);
  expect(() => migrate(connection, [...MIGRATIONS, added])).toThrow('E_STORE_SCHEMA');
  expect(connection.pragma('user_version')).toBe(NEXT + 1);
  connection.close();
});

describe('a store that the program of schema 1 wrote', () => {
  /** One complete run of `recordRun`, as that program left it. */
  const bytes = gunzipSync(readFileSync(new URL('schema-1-run.sqlite.gz', import.meta.url)));

  function upgraded(): Connection {
    const path = newPath();
    writeFileSync(path, bytes);
    openStore(path).close();
    return connect(path);
  }

  test('is brought up to date when it is opened, and its rows refer to each other as before', () => {
    const connection = upgraded();
    expect(connection.pragma('user_version')).toBe(SCHEMA_VERSION);
    expect(connection.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
    expect(connection.pragma('quick_check')).toBe('ok');
    connection.close();
  });

  test('keeps every row of its journal, which has the hash that was sealed then', () => {
    const connection = upgraded();
    const sealed = '58aaab1e3bb6247ad152e5c9b362a3ef60db26a2ebd93b753ce88dd1381cf170';
    expect(connection.prepare('SELECT journal_hash FROM arms').get()).toEqual({ journal_hash: sealed });
    expect(journalHashOf(connection, 1)).toBe(sealed);
    connection.close();
  });

  test('has the same schema as a new store', () => {
    const connection = upgraded();
    const path = newPath();
    openStore(path).close();
    const made = connect(path);
    expect(schemaOf(connection)).toEqual(schemaOf(made));
    connection.close();
    made.close();
  });

  test('takes the orders of the present program', () => {
    const connection = upgraded();
    const insert =
      connection.prepare(`INSERT INTO orders (arm_id, sequence, time, order_id, symbol_index, side, type,
      quantity, stop_price, origin, tag, accepted_at, accepted_index, trail_unit, trail_distance)
      VALUES (1, 90, 0, 90, 0, 'sell', 'trailing-stop', 1, 95, 'strategy', '', 0, 0, 'percent', 5)`);
    expect(connection.write(() => insert.run().changes)).toBe(1);
    connection.close();
  });
});

describe('a store that the program of schema 7 wrote', () => {
  /** A run as `recordRun` makes it, and one with a mark every hour. */
  const bytes = gunzipSync(readFileSync(new URL('schema-7-run.sqlite.gz', import.meta.url)));

  test('is reported as before, and the journals have the hashes that were sealed then', () => {
    const path = newPath();
    writeFileSync(path, bytes);
    const store = openStore(path);
    expect(store.journalHash(1)).toBe('58aaab1e3bb6247ad152e5c9b362a3ef60db26a2ebd93b753ce88dd1381cf170');
    expect(store.journalHash(2)).toBe('1e2b5bf64c8a3d654764103d78a20f8ff89a8cf942821d120e092987a2fd40bb');
    const { arms, run } = store.report(2);
    expect(run.detail).toBe('full');
    expect(arms[0]).toMatchObject({
      marks: 300,
      outcomes: [
        { kind: 'cancelled', reason: 'position-closed', orders: 1 },
        { kind: 'refused', reason: 'leverage-exceeded', orders: 1 },
        { kind: 'refused', reason: 'quantity-invalid', orders: 1 },
        { kind: 'shrunk', reason: 'leverage-exceeded', orders: 1 },
      ],
    });
    for (const [i, time] of arms[0]!.equity.time.entries()) {
      expect(time).toBe(START + i * 3_600_000 + (i % 50 === 0 ? 0 : 60_000));
      expect(arms[0]!.equity.cash[i]).toBe(1000 - Math.floor(i / 5));
    }
    store.close();
    const raw = new Database(path);
    expect(
      raw.prepare('SELECT kind, order_id FROM order_events WHERE arm_id = 1 ORDER BY sequence').all(),
    ).toEqual([
      { kind: 'accepted', order_id: 1 },
      { kind: 'accepted', order_id: 2 },
      { kind: 'filled', order_id: 1 },
      { kind: 'shrunk', order_id: null },
      { kind: 'refused', order_id: null },
      { kind: 'refused', order_id: null },
      { kind: 'cancelled', order_id: 2 },
    ]);
    raw.exec('UPDATE equity_chunks SET marks = CAST(substr(marks, 1, length(marks) - 1) AS BLOB)');
    raw.close();
    const damaged = openStore(path);
    expect(() => damaged.journalHash(2)).toThrow('E_STORE_CORRUPT');
    damaged.close();
  });
});
