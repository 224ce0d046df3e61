import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { regimeta } from '../support/command-line.ts';
import { loadWritten, writeStrategy } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const METRICS = `metrics: [
  { name: 'growth', description: '<img src=x onerror="alert(1)">\u202e growth', unit: 'percent', better: 'higher',
    compute: ({ initialEquity, closes }) => closes.at(-1) / initialEquity - 1 },
  { name: 'gains', description: 'sum of the gains', unit: 'money', better: 'neither',
    compute: ({ tripProfits }) => tripProfits.reduce((sum, profit) => sum + Math.max(0, profit), 0) },
  { name: 'broken', description: 'throws', unit: 'ratio', better: 'lower', compute: () => { throw new Error('of mine'); } },
],`;

let folder: string;
let strategy: string;
let place: readonly string[];

beforeAll(async () => {
  folder = temporaryFolder();
  const data = join(folder, 'made');
  const size = ['--bars', '300', '--symbols', '2', '--regime-bars', '100'];
  expect((await regimeta(['data', 'synthesize', '--out', data, ...size])).code).toBe(0);
  strategy = writeStrategy({
    properties: `${METRICS} init: () => ({ bar: 0 }),`,
    body: `context.state.bar++;
      for (const symbol of context.symbols) context.target(symbol, context.state.bar % 10 < 5 ? 0.4 : 0);`,
  });
  place = ['--reports', join(folder, 'reports')];
  const words = [strategy, '--data', data, ...place];
  for (const workers of ['1', '2']) {
    const run = await regimeta(['compare', ...words, '--arms', 'buy-and-hold', '--workers', workers]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/growth +higher +-?[\d.]+% +-?[\d.]+%/);
    expect(run.stdout).toContain('n/a: broken: the metric threw Error: of mine (written, buy-and-hold)');
  }
}, 60_000);

describe('metrics that a strategy declares', { timeout: 60_000 }, () => {
  it('are rows beside the shipped ones, equal to them where they mean the same, for any number of threads', () => {
    const database = new Database(join(folder, 'reports/regimeta.sqlite'), { readonly: true });
    const rows = database
      .prepare(
        `SELECT run_id AS run, arms.name AS arm, metrics.name, value, reason FROM metrics JOIN arms USING (arm_id)
         WHERE metrics.name IN ('growth', 'gains', 'broken', 'total_return', 'expectancy', 'round_trips', 'profit_factor')`,
      )
      .all() as { run: number; arm: string; name: string; value: number; reason: string | null }[];
    const of = (run: number, arm: string, name: string) =>
      rows.find((row) => row.run === run && row.arm === arm && row.name === name)!;
    for (const arm of ['written', 'buy-and-hold']) {
      expect(of(1, arm, 'growth').value).toBe(of(1, arm, 'total_return').value);
      expect(of(1, arm, 'broken').reason).toBe('the metric threw Error: of mine');
      for (const name of ['growth', 'gains', 'broken'])
        expect({ ...of(2, arm, name), run: 1 }).toEqual(of(1, arm, name));
    }
    // Gains less losses are the profit: g − g / f = n · e.
    const [trips, mean, factor] = ['round_trips', 'expectancy', 'profit_factor'].map(
      (name) => of(1, 'written', name).value,
    );
    expect(trips).toBeGreaterThan(5);
    expect(of(1, 'written', 'gains').value * (1 - 1 / factor!)).toBeCloseTo(trips! * mean!, 6);
    database.close();
  });

  it('are shown, exported and inert in the report', async () => {
    const shown = JSON.parse((await regimeta(['runs', 'show', '1', '--json', ...place])).stdout);
    expect(shown.customMetrics.map(({ name }: { name: string }) => name)).toEqual([
      'growth',
      'gains',
      'broken',
    ]);
    expect(Object.keys(shown.arms[0].customMetrics)).toEqual(['growth', 'gains', 'broken']);
    const page = readFileSync(join(folder, 'reports/compare-written-1.html'), 'utf8');
    expect(page).toContain('Metrics of the strategy');
    expect(page).toContain('&lt;img src=x onerror=');
    expect(page).not.toContain('<img src=x');
    const out = join(folder, 'exported');
    expect((await regimeta(['export', '1', '--tables', 'metrics', '--out', out, ...place])).code).toBe(0);
    expect(readFileSync(join(out, 'metrics.csv'), 'utf8')).toMatch(/^written,1,growth,/m);
  });

  it('are derived anew by verify from the file of the run alone, and a changed value is found', async () => {
    const same = await regimeta(['verify', '1', ...place]);
    expect(same.stdout).toMatch(/metrics of the strategy +6\n/);
    const database = new Database(join(folder, 'reports/regimeta.sqlite'));
    database.exec("UPDATE metrics SET value = value + 1 WHERE name = 'gains' AND arm_id = 3");
    database.close();
    const changed = await regimeta(['verify', '2', ...place]);
    expect(changed.code).toBe(5);
    expect(changed.stderr).toContain('arm written, gains');
    appendFileSync(strategy, 'throw new Error("is not evaluated");\n');
    const other = await regimeta(['verify', '1', ...place]);
    expect(other.code).toBe(0);
    expect(other.stdout).toContain(
      `not verified: metrics of the strategy: ${strategy} is not the file that the run was made with`,
    );
  });
});

describe('the declaration of a metric', () => {
  const declared = (changes: string) =>
    loadWritten({
      properties: `metrics: [{ name: 'mine', description: 'x', unit: 'ratio', better: 'higher', compute: () => 1, ${changes} }],`,
    });

  it.each([
    ["name: 'sharpe'", 'sharpe, where sharpe is shipped'],
    ["name: 'total-return'", 'total-return, where total_return is shipped'],
    ["name: '<b>'", 'kebab-case'],
    ["name: 'a'.repeat(41)", 'at most 40'],
    ["description: ''", 'the description of the metric mine is text'],
    ["unit: 'euros'", 'the unit of the metric mine is one of percent'],
    ["better: 'up'", 'better of the metric mine is one of higher'],
    ['compute: 5', 'compute of the metric mine is a function'],
    ['compile: 5', 'the fields of the metric mine are'],
  ])('is refused with %s', async (changes, message) => {
    await expect(declared(changes)).rejects.toThrow(message);
    await expect(declared(changes)).rejects.toThrow('E_PLUGIN_SHAPE');
  });

  it('has a name of its own, in a list', async () => {
    const one = `{ name: 'mine', description: 'x', unit: 'ratio', better: 'higher', compute: () => 1 }`;
    await expect(loadWritten({ properties: `metrics: [${one}, ${one}],` })).rejects.toThrow('mine twice');
    await expect(loadWritten({ properties: `metrics: ${one},` })).rejects.toThrow('metrics is a list');
  });
});
