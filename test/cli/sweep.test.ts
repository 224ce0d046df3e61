import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { writeBarFiles } from '../support/bar-files.ts';
import { commandInProcess } from '../support/command-in-process.ts';
import { type CommandOptions, type CommandOutcome, regimeta } from '../support/command-line.ts';
import { writeStrategy } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CROSSOVER = fileURLToPath(new URL('../../strategies/sma-crossover.ts', import.meta.url));

interface Trial {
  readonly parameters: Record<string, unknown>;
  readonly fault: string | null;
  readonly journalHash: string | null;
}

interface Sweep {
  readonly status: string;
  readonly journalHash: string;
  readonly ran: number;
  readonly repeated: number;
  readonly trialsCounted: number;
  readonly best: readonly number[];
  readonly trials: readonly Trial[];
}

/** A folder with data, and ways to run commands on it. */
function workplace({ symbols = ['AAA', 'BBB'], bars = 300 } = {}) {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  writeBarFiles(data, symbols, bars);
  const store = join(folder, 'runs.sqlite');
  const places = ['--data', data, '--store', store];
  const run = (words: readonly string[], options?: CommandOptions): Promise<CommandOutcome> =>
    regimeta([...words, ...places], options);
  // For what ends before any thread begins.
  const runInProcess = (words: readonly string[]): Promise<CommandOutcome> =>
    commandInProcess([...words, ...places]);
  const sweep = async (...words: string[]): Promise<Sweep> => {
    // A worker takes a second to start, and one is enough where their number is not what is tested.
    const workers = words.includes('--workers') ? [] : ['--workers', '1'];
    const { stdout, stderr } = await run(['sweep', ...words, ...workers, '--json']);
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Sweep;
  };
  return { store, run, runInProcess, sweep };
}

/** A strategy with a rule between two parameters, and what it does with them. */
const ruled = (body: string): string =>
  writeStrategy({
    properties: `parameters: z.object({ fast: z.int().default(1), slow: z.int().default(9) })
      .refine(({ fast, slow }) => fast < slow, 'fast must be below slow'),`,
    body,
  });

const HOLD = 'for (const symbol of context.symbols) context.target(symbol, context.parameters.fast / 20);';

// Several commands each, on a machine that may be busy.
describe('a sweep', { timeout: 240_000 }, () => {
  it('has the same results with any number of workers, and those of backtests', async () => {
    const words = [CROSSOVER, '--fast', '2:6:2', '--slow', '10,20'];
    const one = await workplace().sweep(...words, '--workers', '1');
    const { sweep, run } = workplace();
    const three = await sweep(...words, '--workers', '3');
    expect(three.trials).toEqual(one.trials);
    expect(three.journalHash).toBe(one.journalHash);
    expect(new Set(one.trials.map(({ journalHash }) => journalHash)).size).toBe(6);
    const backtest = await run([
      'backtest',
      CROSSOVER,
      '--fast',
      '4',
      '--slow',
      '20',
      '--no-report',
      '--json',
    ]);
    const { arms, configHash } = JSON.parse(backtest.stdout) as { arms: Trial[]; configHash: string };
    const trial = one.trials.find(({ parameters }) => parameters['fast'] === 4 && parameters['slow'] === 20);
    expect(trial).toMatchObject({ journalHash: arms[0]!.journalHash, configHash });
  });

  it('counts and names the combinations that the strategy refuses or throws at, and runs the others', async () => {
    const file = ruled(`if (context.parameters.slow === 7) throw new Error('seven'); ${HOLD}`);
    const { sweep, run } = workplace({ bars: 40 });
    const { trials, ran } = await sweep(file, '--fast', '1:6', '--slow', '4,7');
    const faults = trials.map(({ fault }) => fault);
    expect(faults.filter((fault) => fault?.includes('fast must be below slow')).length).toBe(3);
    expect(faults.filter((fault) => fault?.startsWith('E_PLUGIN_THREW')).length).toBe(6);
    expect(trials.filter(({ journalHash }) => journalHash !== null).length).toBe(3);
    expect(ran).toBe(9);
    const again = await run(['sweep', file, '--fast', '1:6', '--slow', '4,7']);
    expect(again.stdout).toMatch(/^fault: {3}3 × E_PARAMETER_INVALID written: fast must be below slow$/m);
    expect(again.stdout).toMatch(
      /^fault: {3}6 × E_PLUGIN_THREW .*written\.ts:\d+:\d+ .*: onBar must not throw$/m,
    );
    expect(again.stdout).toContain('12 combinations, 6 run by');
    expect(again.code).toBe(0);
  });

  it('without one sound combination is an error', async () => {
    const { code, stderr } = await workplace().runInProcess([
      'sweep',
      ruled(HOLD),
      '--fast',
      '5,6',
      '--slow',
      '3',
    ]);
    expect(stderr).toMatch(/^E_PARAMETER_INVALID written: fast must be below slow/m);
    expect(code).toBe(2);
  });

  it('runs nothing again that has a result, and equal parameters once', async () => {
    const { sweep } = workplace();
    const first = await sweep(CROSSOVER, '--fast', '2,3,2', '--slow', '10');
    expect([first.ran, first.repeated, first.trials.length]).toEqual([2, 1, 2]);
    const wider = await sweep(CROSSOVER, '--fast', '2:5', '--slow', '10');
    expect([wider.ran, wider.trials.length]).toEqual([2, 4]);
    expect(wider.trials.slice(0, 2)).toMatchObject(first.trials.map(({ journalHash }) => ({ journalHash })));
    const rerun = await sweep(CROSSOVER, '--fast', '2:5', '--slow', '10', '--rerun');
    expect(rerun.ran).toBe(4);
    expect(rerun.journalHash).toBe(wider.journalHash);
  });

  it('goes on where it was interrupted', async () => {
    const { run, sweep, store } = workplace({ bars: 3_000 });
    const words = [CROSSOVER, '--fast', '2:21', '--slow', '30:34', '--workers', '2'];
    const stopped = await run(['sweep', ...words], { signal: { name: 'SIGINT', after: 'sweep' } });
    expect(stopped.code).toBe(130);
    const raw = new Database(store, { readonly: true });
    const done = raw.prepare('SELECT count(*) FROM trials').pluck().get() as number;
    expect(raw.prepare('SELECT status FROM runs').all()).toEqual([{ status: 'interrupted' }]);
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    raw.close();
    expect(done).toBeLessThan(100);
    const { ran, status, trials } = await sweep(...words);
    expect([ran, status]).toEqual([100 - done, 'complete']);
    expect(trials.every(({ journalHash }) => journalHash !== null)).toBe(true);
  });

  it('raises an alarm where a configuration gives another result than before', async () => {
    const { run } = workplace({ bars: 40 });
    const file = ruled('for (const symbol of context.symbols) context.target(symbol, Math.random());');
    const words = ['sweep', file, '--fast', '1:3'];
    expect((await run(words)).code).toBe(0);
    const { code, stderr } = await run([...words, '--rerun']);
    expect(stderr).toMatch(/^E_RESULT_DIFFERS .*"fast":\d.*the same configuration gives the same journal/m);
    expect(code).toBe(5);
  });

  it('does not take the end of a thread for the end of its work', async () => {
    const { run } = workplace({ bars: 40 });
    const { code, stderr } = await run(['sweep', ruled('process.exit(0);'), '--fast', '1:3']);
    expect(stderr).toMatch(/^E_PLUGIN_THREW .*written\.ts: a strategy must not end its thread/m);
    expect(code).toBe(4);
  });

  it('draws combinations by the seed', async () => {
    const { sweep } = workplace({ bars: 60 });
    const words = [CROSSOVER, '--fast', '1:50', '--slow', '2:40', '--random', '5'];
    const drawn = (await sweep(...words, '--seed', '4')).trials.map(({ parameters }) => parameters);
    expect(drawn.length).toBe(5);
    expect((await sweep(...words, '--seed', '4')).trials.map(({ parameters }) => parameters)).toEqual(drawn);
    expect((await sweep(...words, '--seed', '5')).trials.map(({ parameters }) => parameters)).not.toEqual(
      drawn,
    );
  });

  it('counts in later verdicts', async () => {
    const { run, sweep } = workplace();
    const words = ['--fast', '2', '--slow', '10', '--json', '--no-report'];
    const trialsOf = async (): Promise<unknown> =>
      JSON.parse((await run(['compare', CROSSOVER, ...words])).stdout).verdict.trials;
    expect(await trialsOf()).toBe(1);
    const { trialsCounted } = await sweep(CROSSOVER, '--fast', '2:5', '--slow', '10,20');
    expect(trialsCounted).toBe(9);
    expect(await trialsOf()).toBe(9);
  });

  it('is listed and shown, and has no report', async () => {
    const { sweep, store } = workplace();
    await sweep(CROSSOVER, '--fast', '2:5', '--slow', '10');
    const shown = await commandInProcess(['runs', 'show', '1', '--store', store]);
    expect(shown.stdout).toMatch(/^1 {5}\d {4}10 .*%/m);
    expect(shown.stdout).toContain('caution: the best by sharpe of 4 trials is no evidence.');
    const json = JSON.parse(
      (await commandInProcess(['runs', 'show', '1', '--store', store, '--json'])).stdout,
    );
    expect(json).toMatchObject({
      kind: 'sweep',
      parameters: { fast: [2, 3, 4, 5], slow: [10] },
      trialsCounted: 4,
    });
    const { code, stderr } = await commandInProcess(['report', '1', '--store', store]);
    expect(stderr).toMatch(/^E_USAGE run 1: a report is of a backtest or a comparison; found a sweep/m);
    expect(code).toBe(2);
  });

  it.each([
    [['--fast', '5:1'], /^E_PARAMETER_INVALID --fast: a range/m],
    [['--fst', '5'], /^E_PARAMETER_UNKNOWN sweep: .*Did you mean --fast\?$/m],
    [['--workers', '0'], /^E_USAGE sweep: .*--workers/m],
    [['--streaming', 'on'], /^E_PARAMETER_INVALID --streaming: a sweep keeps its bars in memory/m],
  ])('says what is wrong with %j', async (words, message) => {
    const { code, stderr } = await workplace().runInProcess(['sweep', CROSSOVER, ...words]);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});
