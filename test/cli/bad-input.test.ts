import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { barText, writeBarFiles } from '../support/bar-files.ts';
import { commandInProcess } from '../support/command-in-process.ts';
import { type CommandOutcome, regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const strategy = (name: string): string =>
  fileURLToPath(new URL(`../../strategies/${name}.ts`, import.meta.url));
const SMA = strategy('sma-crossover');

/** A folder with data, a place for reports, and a way to run a strategy there. */
function workplace() {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  writeBarFiles(data, ['AAA', 'BBB'], 120);
  const reports = join(folder, 'reports');
  const store = join(reports, 'regimeta.sqlite');
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const run = (path: string, ...words: string[]): Promise<CommandOutcome> =>
    regimeta(['backtest', path, '--data', data, '--reports', reports, ...words]);
  const runInProcess = (path: string, ...words: string[]): Promise<CommandOutcome> =>
    commandInProcess(['backtest', path, '--data', data, '--reports', reports, ...words]);
  const statuses = (): unknown[] => {
    if (!existsSync(store)) return [];
    const database = new Database(store, { readonly: true });
    const rows = database.prepare('SELECT status FROM runs ORDER BY run_id').pluck().all();
    database.close();
    return rows;
  };
  return { folder, data, reports, store, write, run, runInProcess, statuses };
}

const plugin = (body: string): string => `
import { defineStrategy, z } from 'regimeta';
export default defineStrategy({
  name: 'broken',
  description: 'a plugin with a fault',
  parameters: z.object({}),
  lookback: () => 1,
  onBar(context) {
    ${body}
  },
});
`;

describe('bad input ends with a coded line, its exit code, and no run marked complete', () => {
  it('an unknown strategy file: 2', async () => {
    const { run, statuses } = workplace();
    const { code, stderr } = await run('no/such/strategy.ts');
    expect(stderr).toMatch(/^E_STRATEGY_NOT_FOUND no\/such\/strategy\.ts: /);
    expect(code).toBe(2);
    expect(statuses()).toEqual([]);
  });

  it('an unknown parameter, with the nearest one: 2', async () => {
    const { run, statuses } = workplace();
    const { code, stderr } = await run(SMA, '--fsat', '5');
    expect(stderr).toMatch(/^E_PARAMETER_UNKNOWN .*--fsat.*Did you mean --fast\?$/m);
    expect(code).toBe(2);
    expect(statuses()).toEqual([]);
  });

  it.each([
    ['--fast', '0'],
    ['--fast', 'ten'],
    ['--fast', '2.5'],
    ['--commission-bps', '-1'],
    ['--cash', '-1'],
    ['--seed', '1e400'],
    ['--from', '2001-02-30'],
    ['--entry-bar', 'sometimes'],
  ])('%s %s, which is out of range: 2', async (flag, value) => {
    const { runInProcess, statuses } = workplace();
    const { code, stderr } = await runInProcess(SMA, flag, value);
    expect(stderr).toMatch(/^E_PARAMETER_INVALID /);
    expect(code).toBe(2);
    expect(statuses()).toEqual([]);
  });

  it('a test period that ends before it begins: 2', async () => {
    const { runInProcess } = workplace();
    const { code, stderr } = await runInProcess(SMA, '--from', '2001-04-01', '--to', '2001-03-01');
    expect(stderr).toMatch(/^E_SPLIT /);
    expect(code).toBe(2);
  });

  it('an unknown command, and no command: 2', async () => {
    const unknown = await regimeta(['bcktest']);
    expect(unknown.stderr).toMatch(/^E_USAGE .*Did you mean backtest\?$/m);
    expect(unknown.code).toBe(2);
    const none = await regimeta([]);
    expect(none.stderr).toMatch(/^E_USAGE /);
    expect(none.code).toBe(2);
  });

  it('a CSV with a bad row, named by file, line and column: 3', async () => {
    const { data, run, statuses } = workplace();
    const lines = barText(120, 1).split('\n');
    lines[57] = lines[57]!.replace(/^([^,]+),[^,]+/, '$1,');
    writeFileSync(join(data, 'AAA.csv'), lines.join('\n'));
    const { code, stderr } = await run(SMA);
    expect(stderr).toMatch(/^E_DATA_NUM .*AAA\.csv:58:12: /);
    expect(code).toBe(3);
    expect(statuses()).toEqual([]);
  });

  it('a data folder that is not there: 3', async () => {
    const { reports } = workplace();
    const { code, stderr } = await regimeta([
      'backtest',
      SMA,
      '--data',
      'no/such/data',
      '--reports',
      reports,
    ]);
    expect(stderr).toMatch(/^E_DATA_NOT_FOUND no\/such\/data: /);
    expect(code).toBe(3);
  });

  it('a plugin that throws, named by the line of its source: 4, and the run is failed', async () => {
    const { run, write, statuses } = workplace();
    const path = write(
      'broken.ts',
      plugin(`if (context.time > Date.UTC(2001, 2, 1)) throw new Error('no more');`),
    );
    const { code, stderr } = await run(path);
    expect(stderr).toMatch(/E_PLUGIN_THREW .*broken\.ts:9:\d+ .*Error: no more/);
    expect(code).toBe(4);
    expect(statuses()).toEqual(['failed']);
  });

  it.each([
    ['a file with a syntax error', 'export default {', /E_PLUGIN_LOAD .*broken\.ts:1:\d+/],
    ['a file without a strategy', 'export default 42;', /E_PLUGIN_SHAPE /],
    [
      'a plugin that looks ahead',
      plugin(`context.history('AAA').close.ago(-1);`),
      /E_LOOKAHEAD .*broken\.ts:9/,
    ],
    [
      'a plugin beyond its look-back',
      plugin(`context.history('AAA').close.ago(1);`),
      /E_LOOKBACK .*broken\.ts:9/,
    ],
    ['a plugin with an unknown symbol', plugin(`context.target('ZZZ', 1);`), /E_SYMBOL_UNKNOWN /],
    ['an asynchronous plugin', plugin('return Promise.resolve() as never;'), /E_PLUGIN_ASYNC /],
  ])('%s: 4', async (_, text, message) => {
    const { runInProcess, write, statuses } = workplace();
    const { code, stderr } = await runInProcess(write('broken.ts', text));
    expect(stderr).toMatch(message);
    expect(code).toBe(4);
    expect(statuses()).not.toContain('complete');
  });

  it('an output folder that cannot be written: 6, before any work', async () => {
    const { data, write } = workplace();
    const file = write('not-a-folder', 'text');
    const { code, stderr } = await regimeta(['backtest', SMA, '--data', data, '--reports', file]);
    expect(stderr).toMatch(/E_OUTPUT_UNWRITABLE .*not-a-folder/);
    expect(code).toBe(6);
  });

  it('a store that is some other file: 6, and the file is untouched', async () => {
    const { run, write } = workplace();
    const file = write('notes.txt', 'these are my notes, and not a database\n'.repeat(100));
    const { code, stderr } = await run(SMA, '--store', file);
    expect(stderr).toMatch(/E_STORE_(FOREIGN|CORRUPT|OPEN) /);
    expect(code).toBe(6);
  });

  it('a run that is not in the store: 2', async () => {
    const { run, reports } = workplace();
    expect((await run(SMA)).code).toBe(0);
    const { code, stderr } = await regimeta(['runs', 'show', '99', '--reports', reports]);
    expect(stderr).toMatch(/^E_RUN_UNKNOWN /);
    expect(code).toBe(2);
  });

  it('prints the same error as one JSON object with --json', async () => {
    const { run } = workplace();
    const { code, stderr, stdout } = await run(SMA, '--fast', '0', '--json');
    expect(JSON.parse(stderr)).toMatchObject({ code: 'E_PARAMETER_INVALID' });
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('an interrupt', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends the run as interrupted, with exit code 130',
    async (signal) => {
      const { folder, reports, statuses } = workplace();
      const data = join(folder, 'long');
      mkdirSync(data);
      writeBarFiles(data, ['AAA', 'BBB', 'CCC', 'DDD'], 3_000);
      const words = ['compare', strategy('meta-momentum'), '--data', data, '--reports', reports];
      const { code, stderr } = await regimeta([...words, '--meta-steps', '100000'], {
        signal: { name: signal, after: 'meta-training' },
      });
      expect(stderr).toMatch(/E_INTERRUPTED/);
      expect(code).toBe(130);
      expect(statuses()).toEqual(['interrupted']);
    },
  );

  it('a killed process leaves a run that is later shown as crashed, never as complete', async () => {
    const { folder, reports } = workplace();
    const data = join(folder, 'long');
    mkdirSync(data);
    writeBarFiles(data, ['AAA', 'BBB', 'CCC', 'DDD'], 3_000);
    const words = ['compare', strategy('meta-momentum'), '--data', data, '--reports', reports];
    const { code } = await regimeta([...words, '--meta-steps', '100000'], {
      signal: { name: 'SIGKILL', after: 'meta-training' },
    });
    expect(code).toBe(null);
    const list = await regimeta(['runs', 'list', '--reports', reports, '--json']);
    expect(list.code).toBe(0);
    expect(JSON.parse(list.stdout)).toMatchObject([{ status: 'crashed' }]);
  });
});
