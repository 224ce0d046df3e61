import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { regimeta } from '../support/command-line.ts';
import { randomSeries, writeSeries } from '../support/random-series.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const page = readFileSync(here('../../docs/store.md'), 'utf8');

let database: Database.Database;

beforeAll(async () => {
  const folder = temporaryFolder();
  const bars = randomSeries('AAA', 61, { slices: 200, deviation: 0.012 });
  writeSeries(folder, [bars]);
  const store = join(folder, 'runs.sqlite');
  const words = ['--data', join(folder, 'AAA.csv'), '--store', store, '--no-report', '--cash', '4000'];
  const bracket = here('../golden/strategies/timed-bracket.ts');
  const runs = [
    [here('../../strategies/buy-and-hold.ts')],
    [bracket, '--quantity', '10'],
    // More than the cash allows, so that the store holds refusals too.
    [bracket, '--quantity', '70'],
  ];
  for (const run of runs) {
    const { code, stderr } = await regimeta(['backtest', ...run, ...words]);
    expect(stderr).not.toMatch(/^E_/m);
    expect(code).toBe(0);
  }
  const sweep = await regimeta([
    'sweep',
    here('../../strategies/sma-crossover.ts'),
    '--fast',
    '2,3',
    ...words.filter((word) => word !== '--no-report'),
  ]);
  expect(sweep.code).toBe(0);
  database = new Database(store, { readonly: true });
  // Four commands, on a machine that may be busy.
}, 240_000);

/** The columns that a row of a table of the page names, by the table that its first cell names. */
function documentedColumns(): Map<string, string[]> {
  const rows = [...page.matchAll(/^\| `(\w+)` \|[^|]*\|([^|]*)\|$/gm)];
  return new Map(
    rows.map(([, table, text]) => [table!, [...text!.matchAll(/`(\w+)`/g)].map(([, name]) => name!)]),
  );
}

describe('docs/store.md', () => {
  it('names every table with all of its columns, and no other', () => {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
      .pluck()
      .all() as string[];
    const columns = database.prepare('SELECT name FROM pragma_table_info(?)').pluck();
    const actual = tables.map((table) => [table, (columns.all(table) as string[]).sort()] as const);
    const documented = [...documentedColumns()].map(([table, names]) => [table, [...names].sort()] as const);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(actual));
  });

  it('names the version of the schema, and the views', () => {
    const version = database.pragma('user_version', { simple: true }) as number;
    expect(page).toContain(`schema ${version} `);
    const views = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'").pluck().all();
    for (const view of views as string[]) expect(page).toContain(`\`${view}\``);
  });

  it.each([...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, query]) => query!))(
    'has a query that finds something: %s',
    (query) => {
      expect(database.prepare(query).all().length).toBeGreaterThan(0);
    },
  );
});
