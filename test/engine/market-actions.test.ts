import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { randomFrom } from '../../src/math/random.ts';
import type { MarketAction } from '../../src/model/market-action.ts';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { StrategyHost } from '../../src/strategy/strategy-host.ts';
import { type Assembly, type AssemblySettings, assemble } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { bar, flat, type SliceRow, SliceWriter } from '../support/slices.ts';

type Context = StrategyContext<Record<string, never>, undefined>;

/** What happens to instruments at the beginning of a row. */
type ActionsByRow = Readonly<Record<number, readonly MarketAction[]>>;

/** Runs what is done at the close of each row over rows of one symbol or more, with actions at the beginning of some. */
function run(
  rows: readonly SliceRow[],
  actions: ActionsByRow,
  act: (context: Context, row: number) => void,
  settings: AssemblySettings & { readonly lookback?: number } = {},
): Assembly {
  const symbols = Array.from(rows[0]!, (_, index) => String.fromCharCode(65 + index));
  let row = -1;
  const strategy = defineStrategy({
    name: 'acting',
    description: 'Does what a test says at each row.',
    parameters: z.object({}),
    lookback: () => settings.lookback ?? 1,
    onBar: (context) => act(context as Context, row),
  });
  const assembly = assemble(symbols.length, settings, (ledger, exchange) => {
    const openOrders = (symbol: number) => exchange.openOrders(symbol);
    const random = randomFrom(1);
    return new StrategyHost({
      strategy,
      parameters: {},
      symbols,
      random,
      account: ledger,
      openOrders,
      learner: null,
    });
  });
  const writer = new SliceWriter(symbols);
  for (const [index, bars] of rows.entries()) {
    row = index;
    const slice = writer.show(bars);
    writer.slice.actions = actions[index] ?? [];
    assembly.engine.handle(slice);
  }
  assembly.engine.finish();
  return assembly;
}

const buyTen = (context: Context, row: number): void => {
  if (row === 0) context.buy('A', 10);
};

const split = (ratio: number): MarketAction => ({ kind: 'split', symbolIndex: 0, ratio });

describe('a split', () => {
  const rows = [[flat(100)], [flat(100)], [flat(50)], [flat(60)]];

  test('changes units and average price, and neither worth nor cash', () => {
    const { ledger, journal } = run(rows, { 2: [split(2)] }, buyTen);
    expect([ledger.quantity(0), ledger.averagePrice(0), ledger.cash]).toEqual([20, 50, 99_000]);
    expect(journal.marks.map(({ equity }) => equity)).toEqual([100_000, 100_000, 100_000, 100_200]);
    expect(ofKind(journal.events, 'market-action')).toMatchObject([
      { action: split(2), positionQuantity: 20, positionPrice: 50, cash: 0 },
    ]);
  });

  test('restates resting orders, of brackets and trailing stops too', () => {
    const { journal } = run(rows, { 2: [split(2)] }, (context, row) => {
      if (row !== 1) return;
      context.buy('A', 10, { limit: 90 });
      context.bracket('A', { side: 'buy', quantity: 4, limit: 80, stopLoss: 70, takeProfit: 120 });
      context.sell('A', 3, { trail: 5 });
    });
    const amended = ofKind(journal.events, 'order-amended');
    expect(amended.map(({ quantity, limitPrice, stopPrice }) => [quantity, limitPrice, stopPrice])).toEqual([
      [20, 45, null],
      [8, 40, null],
      [6, null, 47.5],
    ]);
    // 100 before is 50 now: nothing was crossed by the split alone.
    expect(ofKind(journal.events, 'order-filled')).toEqual([]);
  });

  test('restates the history that the strategy sees, and the means that were kept of it', () => {
    const seen: unknown[] = [];
    const bars = [bar(90, 110, 80, 100, 500), flat(100), flat(50)].map((one) => [one]);
    run(
      bars,
      { 2: [split(2)] },
      ({ history }, row) => {
        const { close, high, volume } = history('A');
        seen.push([close.mean(2), close.mean(1, 1)]);
        if (row === 2) seen.push([close.ago(1), high.ago(1), volume.ago(1)]);
      },
      { lookback: 2 },
    );
    expect(seen).toEqual([
      [100, 100],
      [50, 50],
      [50, 50, 2_000],
    ]);
  });

  test('leaves a run as it would have been on prices that were restated from the beginning', () => {
    const prices = fc.array(fc.integer({ min: 64, max: 256 }), { minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(prices, fc.nat(100), fc.constantFrom(2, 4, 0.5), (closes, seed, ratio) => {
        const at = 1 + (seed % (closes.length - 1));
        const act = ({ history, target, position }: Context, row: number): void => {
          if (row % 3 === 0) target('A', position('A').quantity > 0 ? 0 : 0.5);
          // What is seen of the past must be the same but for the unit.
          expect(history('A').close.ago(0)).toBeGreaterThan(0);
        };
        const restated = closes.map((close) => [flat(close)]);
        // Before the split, prices were higher by its ratio.
        const asTraded = closes.map((close, row) => [flat(row < at ? close * ratio : close)]);
        const plain = run(restated, {}, act);
        const withSplit = run(asTraded, { [at]: [split(ratio)] }, act);
        expect(withSplit.journal.marks).toEqual(plain.journal.marks);
        expect(withSplit.ledger.quantity(0)).toBe(plain.ledger.quantity(0));
        const profits = ({ ledger }: Assembly) => ledger.roundTrips.map(({ profit }) => profit);
        expect(profits(withSplit)).toEqual(profits(plain));
      }),
      { seed: 3_001, numRuns: 100 },
    );
  });
});

describe('a dividend', () => {
  const dividend: MarketAction = { kind: 'dividend', symbolIndex: 0, amount: 1.5 };
  const rows = [[flat(100)], [flat(100)], [flat(98.5)]];

  test('is paid to who held at the close before, and not to who buys at the open of its day', () => {
    const early = run(rows, { 2: [dividend] }, buyTen);
    expect([early.ledger.cash, early.ledger.adjustments]).toEqual([99_015, 15]);
    const late = run(rows, { 2: [dividend] }, (context, row) => {
      if (row === 1) context.buy('A', 10);
    });
    expect(late.ledger.adjustments).toBe(0);
  });

  test('is paid by who is short', () => {
    const { ledger, journal } = run(rows, { 2: [dividend] }, (context, row) => {
      if (row === 0) context.sell('A', 10);
    });
    expect(ledger.adjustments).toBe(-15);
    expect(ofKind(journal.events, 'market-action')[0]!.cash).toBe(-15);
    // The price fell by what was paid.
    expect(ledger.equity).toBe(100_000);
  });
});

test('funding is paid by longs on the value at the last close, and to them where the rate is negative', () => {
  const funding = (rate: number): MarketAction => ({ kind: 'funding', symbolIndex: 0, rate });
  const rows = [[flat(100)], [flat(200)], [flat(200)], [flat(200)]];
  const { journal, ledger } = run(rows, { 2: [funding(0.01)], 3: [funding(-0.005)] }, buyTen);
  expect(ofKind(journal.events, 'market-action').map(({ cash }) => cash)).toEqual([-20, 10]);
  expect(ledger.adjustments).toBe(-10);
});

describe('a delisting', () => {
  const rows: SliceRow[] = [
    [flat(100), flat(1)],
    [flat(100), flat(1)],
    [null, flat(1)],
    [null, flat(1)],
  ];
  const delisting = (price: number | null): MarketAction => ({ kind: 'delisting', symbolIndex: 0, price });

  test.each([
    [40, 40],
    [null, 100],
  ])('at %s closes what is held at %s, cancels what rests and refuses what comes', (price, paid) => {
    const { journal, ledger } = run(
      rows,
      { 2: [delisting(price)] },
      (context, row) => {
        if (row === 0) context.buy('A', 10);
        if (row === 1) context.buy('A', 5, { limit: 50 });
        if (row === 2) context.buy('A', 1);
      },
      { commissionBps: 5, slippageBps: 5 },
    );
    const fill = ofKind(journal.events, 'order-filled').at(-1)!.fill;
    expect([fill.side, fill.quantity, fill.price, fill.commission]).toEqual(['sell', 10, paid, 0]);
    expect(ofKind(journal.events, 'order-cancelled').map(({ reason }) => reason)).toEqual(['delisted']);
    expect(ofKind(journal.events, 'order-refused').map(({ reason }) => reason)).toEqual(['symbol-delisted']);
    expect([ledger.quantity(0), ledger.roundTrips.length]).toEqual([0, 1]);
    expect(ledger.cash).toBe(ledger.equity);
  });
});

test('while trading is halted nothing fills and nothing is accepted; what rests fills after the resumption', () => {
  const rows = Array.from({ length: 5 }, () => [bar(100, 110, 90, 100)]);
  const halt: MarketAction = { kind: 'halt', symbolIndex: 0 };
  const resumption: MarketAction = { kind: 'resumption', symbolIndex: 0 };
  const { journal } = run(rows, { 1: [halt], 3: [resumption] }, (context, row) => {
    if (row === 0) context.buy('A', 1, { limit: 95 });
    if (row === 2) context.buy('A', 2);
  });
  expect(ofKind(journal.events, 'order-refused').map(({ reason }) => reason)).toEqual(['symbol-halted']);
  const [fill] = ofKind(journal.events, 'order-filled');
  expect([fill!.fill.orderId, fill!.time]).toEqual([1, journal.marks[3]!.time]);
});
