import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as regimeta from 'regimeta';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedStrategy } from '../../src/run/load-strategy.ts';
import { naiveCrossover } from '../oracles/naive-crossover.ts';
import { naiveMetrics } from '../oracles/naive-metrics.ts';
import { type FillRow, goldenRun, loadFile, worstDifference } from '../support/golden-run.ts';
import { randomSeries, writeSeries } from '../support/random-series.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CROSSOVER = fileURLToPath(new URL('../../strategies/sma-crossover.ts', import.meta.url));
const CASH = 250_000;

const COSTS = {
  none: { commissionBps: 0, slippageBps: 0 },
  'of value': { commissionBps: 7.5, slippageBps: 3 },
  'per share with a minimum': {
    commissionBps: 0,
    commissionPerShare: 0.005,
    commissionMinimum: 1,
    slippageBps: 1,
  },
  'of all kinds': {
    commissionBps: 2,
    commissionPerShare: 0.003,
    commissionPerTrade: 0.35,
    commissionMinimum: 2.5,
    slippageBps: 4,
    volumeImpact: 0.1,
  },
} as const;

const RULES = [
  { fast: 1, slow: 2, quantity: 0 },
  { fast: 5, slow: 20, quantity: 17 },
  { fast: 10, slow: 30, quantity: 0 },
  { fast: 30, slow: 10, quantity: 0.25 },
  { fast: 50, slow: 200, quantity: 100 },
];
const SEEDS = [11, 12, 13, 14];

let crossover: LoadedStrategy;

beforeAll(async () => {
  crossover = await loadFile(CROSSOVER);
});

const timesAndSides = (fills: readonly FillRow[]): unknown[] => fills.map(({ time, side }) => [time, side]);
const numbers = (fills: readonly FillRow[]): number[] =>
  fills.flatMap((fill) => [fill.quantity, fill.price, fill.referencePrice, fill.commission]);

describe.each(Object.entries(COSTS))('with costs %s', (_, costs) => {
  it.each(RULES)('the crossover %o makes every fill and every equity of the naive engine', async (rule) => {
    for (const seed of SEEDS) {
      const bars = randomSeries('ONE', seed, { slices: 1_500 });
      const expected = naiveCrossover(bars, rule, CASH, costs);
      const { fills, marks } = await goldenRun(crossover, [bars], rule, { cash: CASH, ...costs });
      expect(fills.length).toBeGreaterThan(4);
      expect(timesAndSides(fills)).toEqual(timesAndSides(expected.fills));
      expect(worstDifference(numbers(fills), numbers(expected.fills))).toBeLessThan(1e-9);
      const cash = marks.map((mark) => mark.cash);
      expect(worstDifference(cash, expected.cash)).toBeLessThan(1e-9);
      const equity = marks.map((mark) => mark.equity);
      expect(worstDifference(equity, expected.equity)).toBeLessThan(1e-9);
    }
  });
});

describe('the metrics of a recorded run', () => {
  it.each(SEEDS)('are those of the textbook, seed %i', async (seed) => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    mkdirSync(data);
    const bars = randomSeries('ONE', seed, { slices: 1_200 });
    writeSeries(data, [bars]);
    const rule = { fast: 5, slow: 20, quantity: 0 };
    const costs = COSTS['of all kinds'];
    const { report } = await regimeta.runBacktest(
      {
        loaded: crossover,
        dataPath: data,
        parameters: rule,
        settings: { cash: CASH, participation: 'none', ...costs },
        storePath: join(folder, 'runs.sqlite'),
        reportFolder: null,
        command: 'test',
      },
      regimeta.nodeHost(),
    );
    const { fills, equity } = naiveCrossover(bars, rule, CASH, costs);
    const { periodsPerYear } = report.run;
    const expected = naiveMetrics({
      times: [...bars.time],
      equity,
      initialCash: CASH,
      periodsPerYear,
      fills,
    });
    expect(periodsPerYear).toBe(252);
    for (const [name, value] of Object.entries(expected)) {
      const found = report.arms[0]!.metrics[name as 'sharpe'];
      expect(found, name).toMatchObject({ value: expect.closeTo(value, 9) });
    }
  });
});
