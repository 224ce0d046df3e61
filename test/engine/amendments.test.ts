import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { runStrategy } from '../support/assembly.ts';
import { bar, flat, type SliceRow, timeOfRow } from '../support/slices.ts';

type Context = StrategyContext<unknown, unknown>;

/** What a strategy that acts by row caused, without the acceptances. */
function played(rows: readonly SliceRow[], ...acts: ((context: Context) => void)[]) {
  const strategy = defineStrategy({
    name: 'amends',
    description: 'Acts by row.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar(context) {
      const row = rows.findIndex((_, index) => timeOfRow(index) === context.time);
      acts[row]?.(context);
    },
  });
  const { journal } = runStrategy(strategy, rows);
  return journal.events.filter(({ kind }) => kind !== 'order-accepted');
}

const first = ({ openOrders }: Context): number => openOrders('A')[0]!.id;

describe('an amendment', () => {
  test('of quantity and price holds from the next slice on, under the same number', () => {
    const rows = [[flat(100)], [bar(100, 100, 95, 98)], [bar(98, 98, 94, 95)]];
    const events = played(
      rows,
      ({ buy }) => buy('A', 1, { limit: 90 }),
      (context) => context.amend(first(context), { quantity: 2, limit: 95 }),
    );
    expect(events).toMatchObject([
      { kind: 'order-amended', orderId: 1, quantity: 2, limitPrice: 95, stopPrice: null, time: timeOfRow(1) },
      { kind: 'order-filled', fill: { orderId: 1, quantity: 2, price: 95 }, time: timeOfRow(2) },
    ]);
  });

  test('is seen in the open orders', () => {
    let seen: unknown = null;
    played(
      [[flat(100)], [flat(100)], [flat(100)]],
      ({ buy }) => buy('A', 1, { stop: 110, limit: 111 }),
      (context) => context.amend(first(context), { stop: 105 }),
      ({ openOrders }) => {
        seen = openOrders('A');
      },
    );
    expect(seen).toMatchObject([{ id: 1, quantity: 1, stopPrice: 105, limitPrice: 111 }]);
  });

  test('moves the exit of a bracket', () => {
    const events = played(
      [[flat(100)], [flat(100)], [bar(100, 100, 94, 95)]],
      ({ bracket }) => bracket('A', { side: 'buy', quantity: 1, stopLoss: 90, takeProfit: 120 }),
      (context) => context.amend(first(context), { stop: 97 }),
    );
    expect(events.slice(1)).toMatchObject([
      { kind: 'order-amended', orderId: 2, stopPrice: 97 },
      { kind: 'order-filled', fill: { orderId: 2, referencePrice: 97 } },
      { kind: 'order-cancelled', orderId: 3, reason: 'other-exit-filled' },
    ]);
  });

  test.each<[sentence: string, changes: object, reason: string]>([
    ['to a quantity of zero', { quantity: 0 }, 'quantity-invalid'],
    ['to a price that is none', { limit: Number.NaN }, 'price-invalid'],
    ['that gives a limit order a stop', { stop: 110 }, 'amendment-invalid'],
    ['beyond the exposure limit', { quantity: 1_001 }, 'leverage-exceeded'],
  ])('%s is refused, and the order stays as it was', (_, changes, reason) => {
    const events = played(
      [[flat(100)], [flat(100)], [flat(90)]],
      ({ buy }) => buy('A', 1, { limit: 90 }),
      (context) => context.amend(first(context), changes),
    );
    expect(events).toMatchObject([
      { kind: 'order-refused', reason },
      { kind: 'order-filled', fill: { orderId: 1, quantity: 1, referencePrice: 90 } },
    ]);
  });

  test('may use the exposure that is left, and what shrinks always passes', () => {
    const events = played(
      [[flat(100)], [flat(100)], [flat(100)], [flat(100)]],
      ({ buy }) => buy('A', 1, { limit: 90 }),
      (context) => context.amend(first(context), { quantity: 1_000 }),
      (context) => context.amend(first(context), { quantity: 3 }),
    );
    expect(events.slice(0, 2)).toMatchObject([{ quantity: 1_000 }, { quantity: 3 }]);
  });

  test('of an order that rests no more is left alone', () => {
    const events = played(
      [[flat(100)], [flat(100)], [flat(100)]],
      ({ buy }) => buy('A', 1),
      ({ amend }) => amend(1, { quantity: 5 }),
    );
    expect(events).toMatchObject([{ kind: 'order-filled' }]);
  });
});
