import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { type Assembly, type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { bar, flat, type SliceRow } from '../support/slices.ts';

type Context = StrategyContext<Record<string, never>, undefined>;

function run(
  rows: readonly SliceRow[],
  act: (context: Context, row: number) => void,
  settings: AssemblySettings = {},
): Assembly {
  let row = 0;
  const strategy = defineStrategy({
    name: 'acting',
    description: 'Does what a test says at each row.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar: (context) => act(context as Context, row++),
  });
  return runStrategy(strategy, rows, settings);
}

const reasons = ({ journal }: Assembly) =>
  ofKind(journal.events, 'order-refused').map(({ reason }) => reason);

describe('a cash account', () => {
  const rows = [[flat(100)], [flat(100)], [flat(100)], [flat(100)]];
  const cash = { account: 'cash', cash: 1_000, grossLimit: 10 } as const;

  test('sells no more than is held and not yet being sold', () => {
    const assembly = run(
      rows,
      (context, row) => {
        if (row === 0) {
          context.buy('A', 5);
          context.sell('A', 6);
        }
        if (row === 1) {
          context.sell('A', 3);
          context.sell('A', 3);
          context.sell('A', 2, { limit: 200 });
        }
        if (row === 2) context.sell('A', 1);
      },
      cash,
    );
    expect(reasons(assembly)).toEqual(['short-not-allowed', 'short-not-allowed', 'short-not-allowed']);
    expect(assembly.ledger.quantity(0)).toBe(2);
  });

  test('spends what it has, with what resting orders will spend and bring', () => {
    const assembly = run(
      rows,
      (context, row) => {
        if (row === 0) {
          context.buy('A', 4, { limit: 50 });
          context.buy('A', 6);
          context.buy('A', 1);
        }
        if (row === 1) {
          context.sell('A', 6);
          context.buy('A', 6);
        }
      },
      cash,
    );
    expect(reasons(assembly)).toEqual(['insufficient-cash']);
    expect([assembly.ledger.quantity(0), assembly.ledger.cash]).toEqual([6, 400]);
  });

  test('shrinks a target to what it can pay', () => {
    const assembly = run(rows, (context, row) => row === 0 && context.target('A', 3), cash);
    expect(ofKind(assembly.journal.events, 'order-shrunk').map(({ reason }) => reason)).toEqual([
      'insufficient-cash',
    ]);
    expect(assembly.ledger.quantity(0)).toBe(10);
    const short = run(rows, (context, row) => row === 0 && context.target('A', -1), cash);
    expect(reasons(short)).toEqual(['short-not-allowed']);
  });
});

describe('margin', () => {
  const settings = { cash: 1_000, grossLimit: 4, initialMargin: 0.5, maintenanceMargin: 0.3 };

  test('below the maintenance margin reduces all positions alike, at the next open', () => {
    const rows: SliceRow[] = [
      [flat(100), flat(100)],
      [flat(100), flat(100)],
      [flat(70), flat(90)],
      [flat(70), flat(90)],
      [flat(70), flat(90)],
    ];
    const assembly = run(
      rows,
      (context, row) => {
        if (row !== 0) return;
        context.buy('A', 20);
        context.sell('B', 10);
        context.buy('A', 1, { limit: 10 });
      },
      settings,
    );
    const { journal, ledger } = assembly;
    // Equity is 1,000 − 600 + 100 = 500 on 1,400 + 900 of gross exposure.
    expect(ofKind(journal.events, 'margin-call').map(({ equity }) => equity)).toEqual([500]);
    expect(ofKind(journal.events, 'order-cancelled').map(({ reason }) => reason)).toEqual(['margin-call']);
    const kept = 500 / (0.5 * 2_300);
    expect(ledger.quantity(0)).toBeCloseTo(20 * kept, 12);
    expect(ledger.quantity(1)).toBeCloseTo(-10 * kept, 12);
    expect(ledger.gross * 0.5).toBeCloseTo(ledger.equity, 9);
  });

  test('the strategy cannot stop it', () => {
    const rows = [[flat(100)], [flat(100)], [flat(60)], [flat(60)]];
    const { journal } = run(
      rows,
      (context, row) => {
        if (row === 0) context.buy('A', 20);
        for (const { id } of context.openOrders('A')) {
          if (row === 2) {
            context.cancel(id);
            context.amend(id, { quantity: 0.001 });
          }
        }
      },
      settings,
    );
    expect(ofKind(journal.events, 'order-filled').map(({ fill }) => fill.side)).toEqual(['buy', 'sell']);
    expect(ofKind(journal.events, 'order-amended')).toEqual([]);
  });

  test('is never called where it is not asked for', () => {
    const rows = [[flat(100)], [flat(100)], [bar(100, 100, 60, 60)], [flat(60)]];
    const { journal } = run(rows, (context, row) => row === 0 && context.buy('A', 20), {
      cash: 1_000,
      grossLimit: 4,
    });
    expect(ofKind(journal.events, 'margin-call')).toEqual([]);
  });
});

describe('interest and fees', () => {
  const rows = Array.from({ length: 4 }, () => [flat(100)]);
  const amounts = ({ journal }: Assembly) =>
    ofKind(journal.events, 'cash-adjusted').map(({ adjustment, amount }) => [adjustment, amount]);

  test('cash earns its rate by the day, on the cash of the last mark', () => {
    const assembly = run(rows, () => undefined, { cash: 36_500, cashRate: 0.01 });
    const [first, second, third] = amounts(assembly);
    expect(first).toEqual(['cash-interest', expect.closeTo(1, 12)]);
    expect(second).toEqual(['cash-interest', expect.closeTo(36_501 / 36_500, 12)]);
    expect(third![1]).toBeCloseTo((36_501 / 36_500) ** 2, 12);
    expect(assembly.ledger.equity).toBeCloseTo(36_500 * (1 + 0.01 / 365) ** 3, 8);
  });

  test('borrowed cash and borrowed shares cost theirs', () => {
    const long = run(rows, (context, row) => row === 0 && context.buy('A', 20), {
      cash: 1_000,
      grossLimit: 4,
      cashRate: 0.01,
      debitRate: 0.0365,
    });
    // 1,000 of cash for a day, then 1,000 of debt.
    expect(amounts(long)[0]).toEqual(['cash-interest', expect.closeTo(10 / 365, 12)]);
    expect(amounts(long)[1]).toEqual(['debit-interest', expect.closeTo(-(1_000 - 10 / 365) * 0.0001, 12)]);
    const short = run(rows, (context, row) => row === 0 && context.sell('A', 5), {
      cash: 1_000,
      borrowRate: 0.0365,
    });
    expect(amounts(short)).toEqual([
      ['borrow-fee', expect.closeTo(-0.05, 12)],
      ['borrow-fee', expect.closeTo(-0.05, 12)],
    ]);
  });
});
