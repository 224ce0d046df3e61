import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { EntryBarRule, IntrabarRule } from '../../src/broker/fill-rules.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { runStrategy } from '../support/assembly.ts';
import { type NaivePlan, type NaiveTrade, naiveBrackets } from '../support/naive-brackets.ts';
import { type Bar, bar, timeOfRow } from '../support/slices.ts';

const ROWS = 300;
const QUANTITY = 10;
const COSTS = { slippageBps: 20, commissionBps: 10 };

/** Prices on a coarse grid, so that bars often touch a price exactly, gap past it, or reach both. */
const anyBar = fc
  .tuple(fc.integer({ min: 90, max: 110 }), fc.integer({ min: 90, max: 110 }), fc.nat(6), fc.nat(6))
  .map(([open, close, above, below]) =>
    bar(open, Math.max(open, close) + above, Math.min(open, close) - below, close),
  );
const anyPlan: fc.Arbitrary<NaivePlan> = fc.record({
  sign: fc.constantFrom(1 as const, -1 as const),
  stopDistance: fc.integer({ min: 1, max: 8 }),
  targetDistance: fc.integer({ min: 1, max: 8 }),
});
const anyMarket = fc.record({
  bars: fc.array(anyBar, { minLength: ROWS, maxLength: ROWS, size: 'max' }),
  plans: fc.array(fc.option(anyPlan, { freq: 3 }), { minLength: ROWS, maxLength: ROWS, size: 'max' }),
});

/** The same trades by the whole program: a strategy that opens a bracket where it is flat. */
function trades(
  bars: readonly Bar[],
  plans: readonly (NaivePlan | null)[],
  rules: { readonly entryBar: EntryBarRule; readonly intrabar: IntrabarRule },
): NaiveTrade[] {
  const strategy = defineStrategy({
    name: 'brackets',
    description: 'Opens a bracket where it is flat.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar(context) {
      const plan = plans[Math.round((context.time - timeOfRow(0)) / (timeOfRow(1) - timeOfRow(0)))];
      if (!plan || context.position('A').quantity !== 0) return;
      const close = context.history('A').close.ago(0);
      context.bracket('A', {
        side: plan.sign === 1 ? 'buy' : 'sell',
        quantity: QUANTITY,
        stopLoss: close - plan.sign * plan.stopDistance,
        takeProfit: close + plan.sign * plan.targetDistance,
      });
    },
  });
  const rows = bars.map((one) => [one]);
  const { ledger } = runStrategy(strategy, rows, { ...COSTS, ...rules, participation: 0.1 });
  return ledger.roundTrips.map(({ entryIndex, exitIndex, entryPrice, exitPrice, profit }) => {
    return { entryRow: entryIndex, exitRow: exitIndex, entryPrice, exitPrice, profit };
  });
}

const RULES = (['live', 'next'] as const).flatMap((entryBar) =>
  (
    [
      'stop-first',
      'limit-first',
      'open-high-low-close',
      'open-low-high-close',
      'nearest-extreme-first',
    ] as const
  ).map((intrabar) => ({ entryBar, intrabar })),
);

test.each(RULES)('brackets with exits $entryBar and $intrabar are those of a naive simulator', (rules) => {
  let count = 0;
  fc.assert(
    fc.property(anyMarket, ({ bars, plans }) => {
      const actual = trades(bars, plans, rules);
      const naive = naiveBrackets(bars, plans, {
        ...rules,
        quantity: QUANTITY,
        slippage: COSTS.slippageBps / 10_000,
        commission: COSTS.commissionBps / 10_000,
      });
      expect(actual.map(({ entryRow, exitRow }) => [entryRow, exitRow])).toEqual(
        naive.map(({ entryRow, exitRow }) => [entryRow, exitRow]),
      );
      for (const [i, { entryPrice, exitPrice, profit }] of actual.entries()) {
        expect(Math.abs(entryPrice - naive[i]!.entryPrice)).toBeLessThan(1e-9);
        expect(Math.abs(exitPrice - naive[i]!.exitPrice)).toBeLessThan(1e-9);
        expect(Math.abs(profit - naive[i]!.profit)).toBeLessThan(1e-9);
      }
      count += actual.length;
    }),
    { seed: 7_100, numRuns: 15 },
  );
  expect(count).toBeGreaterThan(500);
});

test('the rules are told apart: each pair of them makes other trades of the same bars', () => {
  const [{ bars, plans }] = fc.sample(anyMarket, { seed: 7_101, numRuns: 1 }) as [
    { bars: Bar[]; plans: (NaivePlan | null)[] },
  ];
  const made = RULES.map((rules) => JSON.stringify(trades(bars, plans, rules)));
  expect(new Set(made).size).toBe(RULES.length);
});
