import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { naiveCrossover } from '../oracles/naive-crossover.ts';
import { regimeta } from '../support/command-line.ts';
import { worstDifference } from '../support/golden-run.ts';
import { randomSeries, writeSeries } from '../support/random-series.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CROSSOVER = fileURLToPath(new URL('../../strategies/sma-crossover.ts', import.meta.url));
const CASH = 100_000;
const COSTS = { commissionBps: 1, commissionMinimum: 0.5, slippageBps: 2 };
const SETTINGS = '--commission-bps 1 --commission-minimum 0.5 --slippage-bps 2 --participation none';

interface Trial {
  readonly parameters: { readonly fast: number; readonly slow: number };
  readonly metrics: { readonly total_return: { readonly value: number } };
}

it('a sweep over 400 pairs of averages ends with the equity of the naive engine, pair by pair', {
  timeout: 240_000,
}, async () => {
  const bars = randomSeries('ONE', 21, { slices: 2_000, deviation: 0.01 });
  const folder = writeSeries(temporaryFolder(), [bars]);
  const grid = '--fast 2:21 --slow 22:41 --quantity 100 --workers 2'.split(' ');
  const place = ['--data', join(folder, 'ONE.csv'), '--store', join(folder, 'runs.sqlite')];
  const words = ['sweep', CROSSOVER, ...grid, ...place, ...SETTINGS.split(' '), '--json'];
  const { code, stdout, stderr } = await regimeta(words);
  expect([stderr, code]).toEqual(['', 0]);
  const { trials } = JSON.parse(stdout) as { trials: readonly Trial[] };
  expect(trials.length).toBe(400);
  const actual = trials.map(({ metrics }) => CASH * (1 + metrics.total_return.value));
  const expected = trials.map(({ parameters: { fast, slow } }) => {
    const rule = { fast, slow, quantity: 100 };
    return naiveCrossover(bars, rule, CASH, COSTS).equity.at(-1)!;
  });
  expect(new Set(actual).size).toBeGreaterThan(390);
  expect(worstDifference(actual, expected)).toBeLessThan(1e-9);
});
