import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedStrategy } from '../../src/run/load-strategy.ts';
import { NaiveBracketEngine, type NaiveBracketFill } from '../oracles/naive-brackets.ts';
import { type GoldenRun, goldenRun, loadFile, worstDifference } from '../support/golden-run.ts';
import { ofKind } from '../support/memory-journal.ts';
import { randomSeries } from '../support/random-series.ts';

const BRACKET = fileURLToPath(new URL('strategies/timed-bracket.ts', import.meta.url));
const CASH = 1_000_000;
const COSTS = { commissionBps: 3, commissionPerShare: 0.01, slippageBps: 5 };
const SEEDS = [41, 42, 43];

let bracket: LoadedStrategy;

beforeAll(async () => {
  bracket = await loadFile(BRACKET);
});

/** Side, role and ambiguity of each fill, as the journal tells them. */
function rolesOf({ journal }: GoldenRun): unknown[] {
  const orders = new Map(ofKind(journal.events, 'order-accepted').map(({ order }) => [order.id, order]));
  return ofKind(journal.events, 'order-filled').map(({ time, fill }) => {
    const { parentId, type } = orders.get(fill.orderId)!;
    const role = parentId === null ? 'entry' : type === 'stop' ? 'stop' : 'target';
    return [time, fill.side, role, fill.ambiguous];
  });
}

const rolesExpected = (fills: readonly NaiveBracketFill[]): unknown[] =>
  fills.map(({ time, side, role, ambiguous }) => [time, side, role, ambiguous]);
const numbers = (fills: readonly { price: number; referencePrice: number; commission: number }[]): number[] =>
  fills.flatMap(({ price, referencePrice, commission }) => [price, referencePrice, commission]);

const RULES = (['market', 'limit', 'stop'] as const).flatMap((entry) => [
  { entry, away: 0.004, stop: 0.006, take: 0.008, quantity: 100 },
  { entry, away: 0.01, stop: 0.03, take: 0.05, quantity: 33 },
]);

describe.each(['live', 'next'] as const)('brackets with the entry-bar rule %s', (entryBar) => {
  it.each(RULES)('%o fill as in the naive engine', async (rule) => {
    for (const seed of SEEDS) {
      const bars = randomSeries('ONE', seed, { slices: 1_000, deviation: 0.012 });
      const expected = new NaiveBracketEngine(bars, rule, CASH, COSTS, entryBar).run();
      const run = await goldenRun(bracket, [bars], rule, { cash: CASH, entryBar, ...COSTS });
      expect(run.fills.length).toBeGreaterThan(50);
      expect(rolesOf(run)).toEqual(rolesExpected(expected.fills));
      expect(worstDifference(numbers(run.fills), numbers(expected.fills))).toBeLessThan(1e-9);
      const equity = run.marks.map((mark) => mark.equity);
      expect(worstDifference(equity, expected.equity)).toBeLessThan(1e-9);
    }
  });
});

it('the entry-bar rule moves a good part of tight brackets, so that both are really told apart', () => {
  const bars = randomSeries('ONE', SEEDS[0]!, { slices: 1_000, deviation: 0.012 });
  const [live, next] = (['live', 'next'] as const).map(
    (rule) => new NaiveBracketEngine(bars, RULES[0]!, CASH, COSTS, rule).run().fills,
  );
  const onEntryBar = live!.filter((fill, i) => fill.role !== 'entry' && fill.time === live![i - 1]!.time);
  expect(onEntryBar.length).toBeGreaterThan(live!.length / 6);
  expect(live!.some(({ ambiguous }) => ambiguous)).toBe(true);
  expect(next!.some(({ ambiguous }) => ambiguous)).toBe(true);
});
