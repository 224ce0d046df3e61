import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { NaiveBracketEngine } from '../oracles/naive-brackets.ts';
import { naiveCrossover } from '../oracles/naive-crossover.ts';
import { NaiveRebalancer } from '../oracles/naive-rebalance.ts';
import { naiveWeights } from '../oracles/naive-weights.ts';
import { regimeta } from '../support/command-line.ts';
import { type FillRow, worstDifference } from '../support/golden-run.ts';
import { randomSeries, writeSeries } from '../support/random-series.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What a user gets: the JSON of the command, and the rows of the store that it names. */
interface Recorded {
  readonly cashAtEnd: number;
  readonly equityAtEnd: number;
  readonly fills: readonly (FillRow & { readonly type: string; readonly ambiguous: number })[];
  readonly equity: readonly number[];
}

const FILLS = `
SELECT fills.time, fills.symbol_index AS symbolIndex, fills.side, fills.quantity, price,
  reference_price AS referencePrice, commission, ambiguous,
  CASE WHEN parent_id IS NULL THEN 'entry' ELSE orders.type END AS type
FROM fills JOIN orders USING (arm_id, order_id) WHERE arm_id = ? ORDER BY fills.sequence`;

/** Runs a strategy file from the command line on CSV files, and reads the store. */
async function recorded(
  strategy: string,
  series: readonly BarSeries[],
  words: readonly string[],
): Promise<Recorded> {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  writeSeries(data, series);
  const reports = join(folder, 'reports');
  const outcome = await regimeta(
    [
      'backtest',
      strategy,
      '--data',
      data,
      '--reports',
      reports,
      '--no-report',
      '--json',
      '--participation',
      'none',
      ...words,
    ],
    { cwd: folder },
  );
  expect(outcome.stderr).not.toMatch(/^E_/m);
  expect(outcome.code).toBe(0);
  const { storePath, arms } = JSON.parse(outcome.stdout);
  const [{ armId, accountAtEnd }] = arms;
  const store = new Database(storePath, { readonly: true });
  const fills = store.prepare(FILLS).all(armId) as Recorded['fills'][number][];
  const marks = store.prepare('SELECT equity FROM equity WHERE arm_id = ? ORDER BY slice').pluck().all(armId);
  store.close();
  return {
    cashAtEnd: accountAtEnd.cash,
    equityAtEnd: accountAtEnd.equity,
    fills,
    equity: marks as number[],
  };
}

const flags = (values: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(values).flatMap(([name, value]) => [
    `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    String(value),
  ]);

const whatAndWhen = (fills: readonly FillRow[]): unknown[] =>
  fills.map(({ time, symbolIndex, side }) => [time, symbolIndex, side]);
const numbers = (fills: readonly FillRow[]): number[] =>
  fills.flatMap((fill) => [fill.quantity, fill.price, fill.referencePrice, fill.commission]);

function expectSame(
  run: Recorded,
  expected: { readonly fills: readonly FillRow[]; readonly equity: readonly number[] },
): void {
  expect(run.fills.length).toBeGreaterThan(20);
  expect(whatAndWhen(run.fills)).toEqual(whatAndWhen(expected.fills));
  expect(worstDifference(numbers(run.fills), numbers(expected.fills))).toBeLessThan(1e-9);
  expect(worstDifference(run.equity, expected.equity)).toBeLessThan(1e-9);
  expect(run.equityAtEnd).toBe(run.equity.at(-1));
}

describe('a user with a strategy file, CSV files and the SQLite file finds the fills and the equity of a naive engine', () => {
  it('for a crossover with costs', async () => {
    const bars = randomSeries('ONE', 71, { slices: 900 });
    const rule = { fast: 8, slow: 21, quantity: 0 };
    const costs = { commissionBps: 4, commissionPerShare: 0.01, commissionMinimum: 2, slippageBps: 6 };
    const words = flags({ cash: 50_000, ...rule, ...costs });
    const run = await recorded(here('../../strategies/sma-crossover.ts'), [bars], words);
    const expected = naiveCrossover(bars, rule, 50_000, costs);
    expectSame(run, expected);
    expect(run.cashAtEnd).toBeCloseTo(expected.cash.at(-1)!, 6);
  });

  it('for a portfolio in whole shares', async () => {
    const series = ['A', 'B', 'C', 'D', 'E', 'F'].map((symbol, index) =>
      randomSeries(symbol, 72, {
        slices: 700,
        first: 30 * index,
        end: 700 - 25 * index,
        missing: index === 2 ? 0.1 : 0,
      }),
    );
    const costs = { commissionPerShare: 0.005, commissionMinimum: 1, commissionBps: 0, slippageBps: 2 };
    const words = flags({ cash: 200_000, lotSize: 1, rule: 'volatility', bars: 30, ...costs });
    const run = await recorded(here('strategies/monthly-weights.ts'), series, words);
    const weights = naiveWeights('volatility', 30, 1);
    const settings = {
      initialCash: 200_000,
      costs,
      grossLimit: 1,
      lotSize: 1,
      lookback: 30,
      staleToo: false,
    };
    expectSame(run, new NaiveRebalancer(series, { ...settings, weights }).run());
    expect(run.fills.filter(({ quantity }) => !Number.isInteger(quantity))).toEqual([]);
  });

  it.each(['live', 'next'] as const)('for brackets with the entry-bar rule %s', async (entryBar) => {
    const bars = randomSeries('ONE', 73, { slices: 500, deviation: 0.012 });
    const rule = { entry: 'market', away: 0.005, stop: 0.007, take: 0.009, quantity: 20 } as const;
    const costs = { commissionBps: 1, slippageBps: 2 };
    const words = flags({ cash: 50_000, entryBar, ...rule, ...costs });
    const run = await recorded(here('strategies/timed-bracket.ts'), [bars], words);
    const expected = new NaiveBracketEngine(bars, rule, 50_000, costs, entryBar).run();
    expectSame(run, expected);
    const types = { entry: 'entry', stop: 'stop', target: 'limit' };
    const roles = run.fills.map(({ type, ambiguous }) => [type, ambiguous === 1]);
    expect(roles).toEqual(expected.fills.map(({ role, ambiguous }) => [types[role], ambiguous]));
  });
});
