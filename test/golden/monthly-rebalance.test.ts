import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/math/random.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import type { LoadedStrategy } from '../../src/run/load-strategy.ts';
import { type NaivePortfolio, type NaiveRebalance, NaiveRebalancer } from '../oracles/naive-rebalance.ts';
import { naiveWeights } from '../oracles/naive-weights.ts';
import { type FillRow, type GoldenRun, goldenRun, loadFile, worstDifference } from '../support/golden-run.ts';
import { ofKind } from '../support/memory-journal.ts';
import { randomSeries } from '../support/random-series.ts';

const MONTHLY = fileURLToPath(new URL('strategies/monthly-weights.ts', import.meta.url));
const COSTS = { commissionBps: 1, commissionPerShare: 0.002, commissionMinimum: 1, slippageBps: 3 };

let monthly: LoadedStrategy;

beforeAll(async () => {
  monthly = await loadFile(MONTHLY);
});

/** A hundred symbols over six years: some begin late, some end early, one in three has gaps. */
function market(seed: number, symbolCount = 100, slices = 1_500): BarSeries[] {
  const random = randomFrom(seed);
  return Array.from({ length: symbolCount }, (_, index) => {
    const first = index % 5 === 1 ? random.integer(slices / 2) : 0;
    const end = index % 7 === 2 ? slices - random.integer(slices / 3) : slices;
    const missing = index % 3 === 0 && index > 0 ? 0.1 : 0;
    const price = Math.round(5 + 300 * random.uniform());
    const deviation = 0.005 + 0.03 * random.uniform();
    return randomSeries(`S${String(index).padStart(3, '0')}`, seed, {
      slices,
      first,
      end,
      missing,
      price,
      deviation,
    });
  });
}

interface Case {
  readonly rule: 'equal' | 'volatility' | 'trend';
  readonly bars: number;
  readonly gross: number;
  readonly staleToo: boolean;
  readonly lotSize: number;
  readonly cash: number;
  readonly grossLimit: number;
}

const CASES: readonly Case[] = [
  { rule: 'equal', bars: 1, gross: 1, staleToo: false, lotSize: 1, cash: 1_000_000, grossLimit: 1 },
  { rule: 'equal', bars: 1, gross: 1, staleToo: true, lotSize: 1, cash: 100_000, grossLimit: 1 },
  { rule: 'volatility', bars: 21, gross: 1, staleToo: false, lotSize: 1, cash: 1_000_000, grossLimit: 1 },
  { rule: 'volatility', bars: 64, gross: 1.5, staleToo: true, lotSize: 100, cash: 5_000_000, grossLimit: 2 },
  { rule: 'trend', bars: 21, gross: 1, staleToo: false, lotSize: 1, cash: 1_000_000, grossLimit: 1 },
  { rule: 'trend', bars: 10, gross: 2, staleToo: true, lotSize: 10, cash: 2_000_000, grossLimit: 1.6 },
  { rule: 'equal', bars: 1, gross: 1, staleToo: false, lotSize: 0, cash: 1_000_000, grossLimit: 1 },
];

function naive(series: readonly BarSeries[], one: Case): NaiveRebalance {
  const settings: NaivePortfolio = {
    initialCash: one.cash,
    costs: COSTS,
    grossLimit: one.grossLimit,
    lotSize: one.lotSize,
    lookback: one.bars,
    staleToo: one.staleToo,
    weights: naiveWeights(one.rule, one.bars, one.gross),
  };
  return new NaiveRebalancer(series, settings).run();
}

function real(series: readonly BarSeries[], one: Case): Promise<GoldenRun> {
  const { rule, bars, gross, staleToo, cash, grossLimit, lotSize } = one;
  const settings = { cash, grossLimit, ...COSTS, ...(lotSize > 0 ? { lotSize } : {}) };
  return goldenRun(monthly, series, { rule, bars, gross, staleToo }, settings);
}

const whatAndWhen = (fills: readonly FillRow[]): unknown[] =>
  fills.map(({ time, symbolIndex, side }) => [time, symbolIndex, side]);
const numbers = (fills: readonly FillRow[]): number[] =>
  fills.flatMap((fill) => [fill.quantity, fill.price, fill.referencePrice, fill.commission]);

describe.each(CASES)('a monthly rebalance of 100 symbols, %o,', (one) => {
  it.each([31, 32])(
    'fills what the naive portfolio fills, and is worth as much at every close, seed %i',
    async (seed) => {
      const series = market(seed);
      const expected = naive(series, one);
      const { fills, marks, journal } = await real(series, one);
      expect(fills.length).toBeGreaterThan(1_000);
      expect(whatAndWhen(fills)).toEqual(whatAndWhen(expected.fills));
      expect(worstDifference(numbers(fills), numbers(expected.fills))).toBeLessThan(1e-9);
      expect(marks.map(({ time }) => time)).toEqual(expected.times);
      expect(
        worstDifference(
          marks.map(({ equity }) => equity),
          expected.equity,
        ),
      ).toBeLessThan(1e-9);
      const worstCash = marks.reduce(
        (worst, { cash }, i) => Math.max(worst, Math.abs(cash - expected.cash[i]!)),
        0,
      );
      expect(worstCash / one.cash).toBeLessThan(1e-9);
      const shrunk = ofKind(journal.events, 'order-shrunk');
      const reasons = shrunk.filter(({ reason }) => reason === 'leverage-exceeded');
      expect(reasons).toHaveLength(expected.shrunk);
      expect(ofKind(journal.events, 'order-refused')).toHaveLength(expected.refused);
      const superseded = ofKind(journal.events, 'order-cancelled').filter(
        ({ reason }) => reason === 'superseded',
      );
      expect(superseded).toHaveLength(expected.superseded);
      if (one.lotSize > 0) expect(fills.filter(({ quantity }) => quantity % one.lotSize !== 0)).toEqual([]);
    },
  );
});

it('the cases are not dull: orders shrink, find no room and are superseded', () => {
  const counts = { shrunk: 0, refused: 0, superseded: 0 };
  for (const one of CASES) {
    const { shrunk, refused, superseded } = naive(market(31), one);
    counts.shrunk += shrunk;
    counts.refused += refused;
    counts.superseded += superseded;
  }
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(20);
});
