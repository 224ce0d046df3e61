import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS, SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { APPLICATION_ID } from '../../src/store/schema.ts';
import { Store } from '../../src/store/store.ts';
import { upgradeStore } from '../../src/store/upgrade-store.ts';
import { regimeta } from '../support/command-line.ts';
import { newPath } from './temporary-store.ts';

/** A store with one complete run, as the program of an older schema left it. */
function oldStore(schema: 1 | 7): string {
  const path = newPath();
  writeFileSync(path, gunzipSync(readFileSync(new URL(`schema-${schema}-run.sqlite.gz`, import.meta.url))));
  return path;
}

/** What lies in the folder of a store. */
const besides = (path: string) => readdirSync(dirname(path)).sort();

describe('a store of an older version', () => {
  test('is refused by what reads, with the command that helps, and read after that command', async () => {
    const path = oldStore(7);
    const before = readFileSync(path);
    const refused = await regimeta(['runs', 'list', '--store', path, '--json']);
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain('E_STORE_SCHEMA');
    expect(refused.stderr).toContain(`regimeta store upgrade ${path}`);
    expect(readFileSync(path)).toEqual(before);

    const upgraded = await regimeta(['store', 'upgrade', path, '--json']);
    const copy = `${path}.schema-7`;
    expect(JSON.parse(upgraded.stdout)).toEqual({
      store: path,
      schemaBefore: 7,
      schema: SCHEMA_VERSION,
      copy,
    });
    const shown = await regimeta(['runs', 'show', '1', '--store', path, '--json']);
    expect(shown.code).toBe(0);

    expect(upgradeStore(path, 1).copyPath).toBeNull();
    expect(besides(path)).toEqual([basename(path), basename(copy)].sort());
  });

  test('is kept as it was, row by row, in the copy, which a second one does not replace', () => {
    const path = oldStore(1);
    const rowsOf = (file: string) => {
      const raw = new Database(file, { readonly: true });
      const tables = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .pluck()
        .all();
      const rows = (tables as string[]).map((table) => [table, raw.prepare(`SELECT * FROM ${table}`).all()]);
      const version = raw.pragma('user_version', { simple: true });
      raw.close();
      return { rows, version };
    };
    const before = rowsOf(path);
    const { copyPath } = upgradeStore(path, 1);
    expect(rowsOf(copyPath!)).toEqual(before);
    expect(before.version).toBe(1);

    writeFileSync(path, readFileSync(copyPath!));
    expect(upgradeStore(path, 1).copyPath).toBe(`${copyPath!}-2`);
    const store = Store.openReadOnly(path);
    expect(store.journalHash(1)).toBe('58aaab1e3bb6247ad152e5c9b362a3ef60db26a2ebd93b753ce88dd1381cf170');
    store.close();
  });

  test('of schemas in between is brought to the present one', () => {
    for (const { version } of MIGRATIONS.filter(
      (step) => step.version % 6 === 1 && step.version < SCHEMA_VERSION,
    )) {
      const path = newPath();
      const raw = new Database(path);
      for (const { sql } of MIGRATIONS.slice(0, version)) raw.exec(sql);
      raw.pragma(`application_id = ${APPLICATION_ID}`);
      raw.pragma(`user_version = ${version}`);
      raw.close();
      expect(upgradeStore(path, 1)).toMatchObject({ schemaBefore: version, schema: SCHEMA_VERSION });
      Store.openReadOnly(path).close();
    }
  });

  test('stays as it is where a step fails', () => {
    const path = oldStore(1);
    const raw = new Database(path);
    // The last steps make tables of these names.
    raw.exec('CREATE TABLE study_scores (x)');
    raw.close();
    const before = readFileSync(path);
    expect(() => upgradeStore(path, 1)).toThrow('E_STORE_');
    expect(readFileSync(path)).toEqual(before);
  });
});

test('there is nothing to upgrade where there is no store', () => {
  expect(() => upgradeStore(newPath(), 1)).toThrow('E_STORE_OPEN');
});
