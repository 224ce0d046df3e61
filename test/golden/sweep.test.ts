import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { naiveCrossover } from '../oracles/naive-crossover.ts';
import { goldenRun, loadFile, worstDifference } from '../support/golden-run.ts';
import { randomSeries } from '../support/random-series.ts';

const CROSSOVER = fileURLToPath(new URL('../../strategies/sma-crossover.ts', import.meta.url));
const CASH = 100_000;
const COSTS = { commissionBps: 1, commissionMinimum: 0.5, slippageBps: 2 };

it('a sweep over 400 pairs of averages ends with the equity of the naive engine, pair by pair', async () => {
  const loaded = await loadFile(CROSSOVER);
  const bars = randomSeries('ONE', 21, { slices: 10_000, deviation: 0.01 });
  const actual: number[] = [];
  const expected: number[] = [];
  for (let fast = 2; fast < 22; fast++) {
    for (let slow = 22; slow < 42; slow++) {
      const rule = { fast, slow, quantity: 100 };
      const { marks } = await goldenRun(loaded, [bars], rule, { cash: CASH, ...COSTS });
      actual.push(marks.at(-1)!.equity);
      expected.push(naiveCrossover(bars, rule, CASH, COSTS).equity.at(-1)!);
    }
  }
  expect(new Set(actual).size).toBeGreaterThan(390);
  expect(worstDifference(actual, expected)).toBeLessThan(1e-9);
});
