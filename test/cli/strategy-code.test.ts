import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeBarFiles } from '../support/bar-files.ts';
import { commandInProcess } from '../support/command-in-process.ts';
import { type CommandOutcome, regimeta } from '../support/command-line.ts';
import { type StrategyText, writeStrategy } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A folder with data of some symbols, and a way to run commands on it. */
function workplace(symbols: readonly string[], bars: number, command = commandInProcess) {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  writeBarFiles(data, symbols, bars);
  const reports = join(folder, 'reports');
  const run = (name: string, text: StrategyText, ...words: string[]): Promise<CommandOutcome> =>
    command([name, writeStrategy(text), '--data', data, '--reports', reports, '--no-report', ...words]);
  const runs = async (): Promise<{ status: string; command: string; parameters: unknown }[]> =>
    JSON.parse((await commandInProcess(['runs', 'list', '--reports', reports, '--json'])).stdout);
  return { folder, data, run, runs };
}

describe('a strategy that does what only the program should do', () => {
  it('cannot end the process with a good exit code', async () => {
    const { run, runs } = workplace(['AAA'], 100, regimeta);
    const { code, stderr, stdout } = await run('backtest', { body: 'process.exit(0);' });
    expect(stderr).toMatch(/^E_PLUGIN_THREW .*written\.ts: a strategy must not end the process/m);
    expect([code, stdout]).toEqual([4, '']);
    expect(await runs()).toMatchObject([{ status: 'crashed' }]);
  });

  it('cannot do so while it is loaded either', async () => {
    const { code, stderr } = await workplace(['AAA'], 100, regimeta).run('backtest', {
      head: 'process.exit(0);',
    });
    expect(stderr).toMatch(/^E_PLUGIN_THREW .*written\.ts: a strategy must not end the process/m);
    expect(code).toBe(4);
  });

  it.each([
    ['a promise', "Promise.reject(new Error('stray'));"],
    ['a timer', "setTimeout(() => { throw new Error('stray'); }, 0);"],
  ])('does not hide an error in %s', async (_, body) => {
    const { run, runs } = workplace(['AAA', 'BBB'], 3_000, regimeta);
    const { code, stderr } = await run('backtest', { body: `\n${body}` });
    expect(stderr).toMatch(/^E_PLUGIN_THREW .*written\.ts:9:\d+: .*Error: stray/m);
    expect(code).toBe(4);
    expect(await runs()).toMatchObject([{ status: 'failed' }]);
  });

  it('cannot keep the program from ending', async () => {
    const { code } = await workplace(['AAA'], 100, regimeta).run('backtest', {
      head: 'setInterval(() => {}, 1000);',
    });
    expect(code).toBe(0);
  });

  it('names the line of a timer declaration that throws', async () => {
    const { code, stderr } = await workplace(['AAA'], 100).run('backtest', {
      properties: "timers: () => { throw new Error('no timers'); },",
    });
    expect(stderr).toMatch(
      /^E_PLUGIN_THREW .*written\.ts:9:\d+: timers must not throw; found Error: no timers/m,
    );
    expect(code).toBe(4);
  });

  it('hands nothing from one arm to the next in a variable of its file', async () => {
    const { run } = workplace(['AAA', 'BBB', 'CCC', 'DDD'], 900);
    const { stdout } = await run(
      'compare',
      {
        head: 'const bought = new Set<string>();',
        properties: `learner: () => ({
          features: trendFeatures(), detector: bocpd(), model: maml({ metaSteps: 1 }), labelHorizonBars: 5,
          supportBars: [10], supportRowsMin: 5, tasks: { queryBars: 10, symbolsPerTask: 2 },
        }),`,
        body: `for (const symbol of context.symbols) {
          if (!bought.has(symbol)) context.target(symbol, 0.5);
          bought.add(symbol);
        }`,
      },
      '--arms',
      'frozen,random-time',
      '--json',
    );
    const { arms } = JSON.parse(stdout);
    const returns = ['meta', 'frozen', 'random-time'].map(
      (name) => arms.find((arm: { name: string }) => arm.name === name).metrics.total_return.value,
    );
    expect(returns[0]).not.toBe(0);
    expect(returns).toEqual([returns[0], returns[0], returns[0]]);
  });
});

describe('parameters on the command line', () => {
  const properties = `parameters: z.object({
    short: z.boolean().default(true),
    hedged: z.boolean().default(false),
    bars: z.array(z.int()).default([1]),
    stop: z.object({ at: z.number() }).default({ at: 1 }),
    SMALength: z.int().default(3),
    label: z.string().default(''),
  }),`;
  const words = ['--no-short', '--hedged', '--bars', '20,50', '--stop', '{"at":0.5}', '--sma-length', '9'];
  const parameters = {
    short: false,
    hedged: true,
    bars: [20, 50],
    stop: { at: 0.5 },
    SMALength: 9,
    label: "it's $5",
  };

  it('may be booleans, lists, objects and text, and are kept with a command that gives them again', async () => {
    const { run, runs } = workplace(['AAA'], 50);
    const { code } = await run('backtest', { properties }, ...words, '--label', "it's $5");
    expect(code).toBe(0);
    const [record] = await runs();
    expect(record!.parameters).toEqual(parameters);
    expect(record!.command).toContain(
      `--no-short --hedged --bars 20,50 --stop '{"at":0.5}' --sma-length 9 --label 'it'\\''s $5'`,
    );
  });

  it('may stand before the strategy file, as may all other options', async () => {
    const { data, folder } = workplace(['AAA'], 50);
    const file = writeStrategy({ properties });
    const options = ['--data', data, '--reports', join(folder, 'out'), '--bars', '7'];
    const { code, stdout } = await commandInProcess(['backtest', ...options, file, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).parameters).toMatchObject({ bars: [7] });
  });

  it.each(['seed', 'report', 'data', 'help', 'version'])(
    'must not have the name of an option: %s',
    async (name) => {
      const { code, stderr } = await workplace(['AAA'], 50).run('backtest', {
        properties: `parameters: z.object({ ${name}: z.number().default(1) }),`,
      });
      expect(stderr).toMatch(new RegExp(`^E_PLUGIN_SHAPE .*written\\.ts: .*${name} \\(--${name}\\)`));
      expect(code).toBe(4);
    },
  );

  it('that throw in a check of their own are an error of the strategy', async () => {
    const { code, stderr } = await workplace(['AAA'], 50).run(
      'backtest',
      {
        properties:
          "parameters: z.object({ a: z.int().default(1).refine((a) => { if (a > 5) throw new Error('own'); return true; }) }),",
      },
      '--a',
      '6',
    );
    expect(stderr).toMatch(
      /^E_PLUGIN_THREW .*written\.ts:9:\d+: parameters must not throw; found Error: own/,
    );
    expect(code).toBe(4);
  });
});

describe('a run that could only seem to have happened', () => {
  it('is refused: the look-back is longer than the data', async () => {
    const { run, runs } = workplace(['AAA'], 50);
    const ok = await run('backtest', { properties: 'lookback: () => 50,' });
    expect(ok.code).toBe(0);
    const { code, stderr } = await run('backtest', { properties: 'lookback: () => 51,' });
    expect(stderr).toMatch(/^E_DATA_SHORT written lookback: .*51 bars.*found at most 50/);
    expect(code).toBe(3);
    expect(await runs()).toHaveLength(1);
  });
});
