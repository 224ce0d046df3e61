import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { writeBarFiles } from '../support/bar-files.ts';
import { regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const META = fileURLToPath(new URL('../../strategies/meta-momentum.ts', import.meta.url));
const SYMBOLS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF'];
const ARMS = [
  'meta',
  'frozen',
  'random-time',
  'calendar',
  'random-init',
  'rolling',
  'rule',
  'buy-and-hold',
  'equal-weight',
  'sma-crossover',
];

function workplace() {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  writeBarFiles(data, SYMBOLS, 2_500);
  return { data, reports: join(folder, 'reports') };
}

// Several comparisons, on a machine that may be busy.
describe('regimeta compare', { timeout: 240_000 }, () => {
  it('gives the same journal hash in two processes with another zone and language, and another with another seed', async () => {
    const { data, reports } = workplace();
    const base = ['compare', META, '--data', data, '--reports', reports, '--meta-steps', '10', '--json'];
    const words = [...base, '--arms', 'random-time,random-init,buy-and-hold'];
    const first = await regimeta(words, { env: { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8' } });
    const second = await regimeta(words, { env: { TZ: 'America/New_York', LANG: 'C' } });
    const other = await regimeta([...words, '--seed', '2']);
    const [a, b, c] = [first, second, other].map(({ stdout }) => JSON.parse(stdout));
    expect(a.journalHash).toMatch(/^[0-9a-f]{64}$/);
    expect(b.journalHash).toBe(a.journalHash);
    expect(b.configHash).toBe(a.configHash);
    expect(c.journalHash).not.toBe(a.journalHash);
    // A run that only repeats another is no new trial; another seed is one.
    expect([a, b, c].map(({ verdict }) => verdict.trials)).toEqual([1, 1, 2]);
  });

  it('runs all arms, adapts in those that do, and ends with a table, the verdict and both paths', async () => {
    const { data, reports } = workplace();
    const { code, stdout, stderr } = await regimeta([
      'compare',
      META,
      '--data',
      data,
      '--reports',
      reports,
      '--meta-steps',
      '10',
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('meta-training');
    for (const arm of ARMS) expect(stdout).toMatch(new RegExp(`^${arm} `, 'm'));
    expect(stdout).toMatch(/^verdict: .*(better|worse|inconclusive)/m);
    const report = /^report: +(.+)$/m.exec(stdout)![1]!;
    const store = /^store: +(\S+) /m.exec(stdout)![1]!;
    expect(readFileSync(report, 'utf8')).toContain('<!doctype html>');
    const database = new Database(store, { readonly: true });
    const arms = database.prepare('SELECT name FROM arms ORDER BY arm_id').pluck().all();
    expect(arms).toEqual(ARMS);
    const adapted = database
      .prepare(
        "SELECT name, count(*) AS count FROM adaptations JOIN arms USING (arm_id) WHERE status = 'adapted' GROUP BY name",
      )
      .all() as { name: string; count: number }[];
    const counts = Object.fromEntries(adapted.map(({ name, count }) => [name, count]));
    expect(counts).toEqual({
      meta: counts['meta'],
      'random-time': counts['meta'],
      calendar: counts['meta'],
      'random-init': counts['meta'],
      rolling: expect.any(Number),
    });
    expect(counts['meta']).toBeGreaterThan(0);
    expect(counts['rolling']).toBeGreaterThan(10);
    // The rule decides as often as the learner, and otherwise.
    const predicted = database.prepare(
      'SELECT count(*) AS decisions, group_concat(hex(pairs)) AS pairs FROM forecasts JOIN arms USING (arm_id) WHERE name = ?',
    );
    const [meta, rule] = ['meta', 'rule'].map(
      (name) => predicted.get(name) as { decisions: number; pairs: string },
    );
    expect(rule!.decisions).toBe(meta!.decisions);
    expect(rule!.pairs).not.toBe(meta!.pairs);
    database.close();
  });

  it('runs the arms that are named, the oracle on made data, and says what cheats or does not apply', async () => {
    const folder = temporaryFolder();
    const [data, reports] = [join(folder, 'made'), join(folder, 'reports')];
    const synthesize = ['data', 'synthesize', '--out', data, '--bars', '1500', '--symbols', '6'];
    expect((await regimeta(synthesize)).code).toBe(0);
    const words = ['compare', META, '--data', data, '--reports', reports, '--meta-steps', '5'];
    const { code, stdout } = await regimeta([...words, '--arms', 'equal-weight,oracle']);
    expect(code).toBe(0);
    expect([...stdout.matchAll(/^([a-z-]+) {2,}-?[\d.]+%/gm)].map(([, name]) => name)).toEqual([
      'meta',
      'oracle',
      'equal-weight',
    ]);
    expect(stdout).toContain('it CHEATS');
    // What cheats decides nothing, so that the baseline does.
    expect(stdout).toMatch(/^verdict: .*equal-weight/m);
    const crossover = META.replace('meta-momentum', 'sma-crossover');
    const plain = await regimeta([
      'compare',
      crossover,
      '--data',
      data,
      '--reports',
      reports,
      '--arms',
      'frozen',
    ]);
    expect(plain.stdout).toContain('no frozen: sma-crossover has no learner');
    const unknown = await regimeta([...words, '--arms', 'frosen']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('Did you mean frozen?');
  });

  it('shows recorded runs, and writes the same report again from the store alone', async () => {
    const { data, reports } = workplace();
    const base = ['compare', META, '--data', data, '--reports', reports, '--meta-steps', '5', '--json'];
    const words = [...base, '--arms', 'frozen,buy-and-hold'];
    const { reportPath, journalHash } = JSON.parse((await regimeta(words)).stdout);
    const page = readFileSync(reportPath, 'utf8');
    const again = await regimeta(['report', '1', '--reports', reports]);
    expect(again.stdout).toBe(`report: ${reportPath}\n`);
    expect(readFileSync(reportPath, 'utf8')).toBe(page);
    const list = await regimeta(['runs', 'list', '--reports', reports]);
    expect(list.stdout).toMatch(/meta-momentum .* complete/);
    const show = await regimeta(['runs', 'show', '1', '--reports', reports]);
    expect(show.stdout).toContain(journalHash);
  });

  it('explains itself: help with examples, and the parameters of the strategy that is named', async () => {
    const help = await regimeta(['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('Exit codes');
    const compare = await regimeta(['compare', META, '--help']);
    expect(compare.code).toBe(0);
    expect(compare.stdout).toMatch(/Examples:[\s\S]*regimeta compare/);
    expect(compare.stdout).toMatch(/Parameters of meta-momentum:[\s\S]*--inner-rate/);
  });
});
