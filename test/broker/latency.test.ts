import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ApprovedOrder, OrderChanges } from '../../src/model/order.ts';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { type Assembly, type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { exits, limit, market, trailing } from '../support/order-requests.ts';
import { type Bar, bar, flat, START } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

const HOUR = 3_600_000;

/** The order as it would be with other numbers, for an amendment. */
const amended = (
  venue: Venue,
  id: number,
  changes: Partial<ApprovedOrder>,
): [ApprovedOrder, OrderChanges] => [
  { ...venue.exchange.openOrder(id)!, ...changes } as ApprovedOrder,
  { quantity: null, limitPrice: null, stopPrice: null, ...changes },
];

describe('an order', () => {
  test('of two bars of latency fills at the third open after its decision', () => {
    const venue = new Venue({ latencyBars: 2 });
    venue.submit(market('buy', 1));
    expect(venue.play(flat(101))).toEqual([]);
    expect(venue.play(flat(102))).toEqual([]);
    expect(venue.play(flat(103))).toEqual([['filled', 1, 103]]);
  });

  test('fills in no bar that may have begun before it arrived', () => {
    const venue = new Venue({ latencyMs: 1.5 * HOUR });
    // Decided at the time of the first slice; it arrives with the slice of two hours later.
    const decided = START;
    venue.submit(market('buy', 1));
    expect(venue.playAt(decided + HOUR, flat(101))).toEqual([]);
    expect(venue.playAt(decided + 2 * HOUR, flat(102))).toEqual([]);
    expect(venue.playAt(decided + 3 * HOUR, flat(103))).toEqual([['filled', 1, 103]]);
  });

  test('that takes less than a bar fills one bar later than without latency, not two', () => {
    const venue = new Venue({ latencyMs: 1 });
    venue.submit(market('buy', 1));
    expect(venue.play(flat(101))).toEqual([]);
    expect(venue.play(flat(102))).toEqual([['filled', 1, 102]]);
  });

  test('with both kinds of latency waits for both', () => {
    const venue = new Venue({ latencyBars: 1, latencyMs: 30 * HOUR });
    venue.submit(market('buy', 1));
    expect(venue.play(flat(101))).toEqual([]);
    expect(venue.play(flat(102))).toEqual([]);
    expect(venue.play(flat(103))).toEqual([['filled', 1, 103]]);
  });

  test('is accepted, shown and counted while it is on its way', () => {
    const venue = new Venue({ latencyBars: 5 });
    venue.submit(market('buy', 7));
    expect(venue.events).toEqual([['accepted', 1]]);
    expect(venue.exchange.openOrders(0)).toMatchObject([{ id: 1, quantity: 7 }]);
    expect(venue.exchange.book.marketQuantity(0)).toBe(7);
  });

  test('of fill same-close fills at the close of the slice that it arrives with', () => {
    const assembly = runOrders({ latencyBars: 2, fill: 'same-close' }, [10, 11, 12, 13, 14].map(flat), {
      0: ({ buy }) => buy('A', 1),
    });
    expect(fillsOf(assembly)).toEqual([[2, 12]]);
  });

  test('whose day ends lives through the day of the first bar that can fill it', () => {
    const venue = new Venue({ latencyBars: 2 });
    venue.submit(limit('buy', 1, 50, { timeInForce: 'DAY' }));
    venue.play(flat(100));
    venue.play(flat(100));
    expect(venue.play(flat(100))).toEqual([]);
    expect(venue.play(flat(100))).toEqual([['expired', 1, 'day-ended']]);
  });

  test('that trails begins at the close of its decision and moves from the first bar that can fill it', () => {
    const venue = new Venue({ latencyBars: 2 });
    venue.submit(trailing('sell', 1, { unit: 'price', distance: 10 }));
    venue.play(bar(100, 150, 80, 100));
    venue.play(bar(100, 150, 80, 100));
    expect(venue.exchange.openOrders(0)).toMatchObject([{ stopPrice: 90 }]);
    venue.play(bar(100, 104, 95, 100));
    expect(venue.exchange.openOrders(0)).toMatchObject([{ stopPrice: 94 }]);
  });

  test('has exits at once when it fills, since they are the broker’s own', () => {
    const venue = new Venue({ latencyBars: 1 });
    venue.submit(market('buy', 1, { bracket: exits(90, 110) }));
    venue.play(flat(100));
    expect(venue.play(bar(100, 111, 99, 105))).toEqual([
      ['filled', 1, 100],
      ['accepted', 2],
      ['accepted', 3],
      ['filled', 3, 110],
      ['cancelled', 2, 'other-exit-filled'],
    ]);
  });

  test('of a liquidation has no latency', () => {
    const venue = new Venue({ latencyBars: 3 });
    venue.submit(market('buy', 1, { origin: 'liquidation' }));
    expect(venue.play(flat(101))).toEqual([['filled', 1, 101]]);
  });
});

describe('a cancellation', () => {
  test('takes the same way: the order can fill until it arrives', () => {
    const venue = new Venue({ latencyBars: 1 });
    venue.submit(limit('buy', 1, 95));
    venue.play(flat(100));
    venue.exchange.cancel(1, 'strategy');
    expect(venue.play(bar(100, 100, 94, 96))).toEqual([
      ['filled', 1, 95],
      ['late', 1, 'cancel'],
    ]);
  });

  test('that arrives in time ends the order after that bar', () => {
    const venue = new Venue({ latencyBars: 1 });
    venue.submit(limit('buy', 1, 95));
    venue.play(flat(100));
    venue.exchange.cancel(1, 'strategy');
    expect(venue.play(flat(100))).toEqual([['cancelled', 1, 'strategy']]);
    expect(venue.play(flat(90))).toEqual([]);
  });

  test('of an order on its way arrives after the order', () => {
    const venue = new Venue({ latencyBars: 3 });
    venue.submit(market('buy', 1));
    venue.exchange.cancel(1, 'strategy');
    venue.play(flat(100));
    venue.play(flat(100));
    expect(venue.play(flat(100))).toEqual([['cancelled', 1, 'strategy']]);
  });

  test('of an order that is not there is not sent', () => {
    const venue = new Venue({ latencyBars: 1 });
    expect(venue.exchange.cancel(5, 'strategy')).toBe(false);
    expect(venue.play(flat(100))).toEqual([]);
  });
});

describe('an amendment', () => {
  test('holds from its arrival on', () => {
    const venue = new Venue({ latencyBars: 1 });
    venue.submit(limit('buy', 1, 95));
    venue.play(flat(100));
    venue.exchange.amend(1, ...amended(venue, 1, { limitPrice: 97 }));
    expect(venue.play(bar(100, 100, 96, 98))).toEqual([['amended', 1, 1]]);
    expect(venue.play(bar(100, 100, 96, 98))).toEqual([['filled', 1, 97]]);
  });

  test('is late where the order has filled', () => {
    const venue = new Venue({ latencyBars: 1 });
    venue.submit(limit('buy', 1, 95));
    venue.play(flat(100));
    venue.exchange.amend(1, ...amended(venue, 1, { limitPrice: 90 }));
    expect(venue.play(flat(94))).toEqual([
      ['filled', 1, 94],
      ['late', 1, 'amendment'],
    ]);
  });

  test.each<[sentence: string, quantity: number, last: readonly unknown[]]>([
    ['counts from its decision: what has filled meanwhile is taken off', 9, ['amended', 1, 5]],
    ['that leaves nothing cancels the rest', 4, ['cancelled', 1, 'strategy']],
  ])('%s', (_, quantity, last) => {
    const venue = new Venue({ latencyBars: 1, participation: 0.1 });
    venue.submit(limit('buy', 20, 95));
    venue.play(flat(100));
    venue.play(bar(95, 95, 95, 95, 60));
    expect(venue.exchange.openOrder(1)).toMatchObject({ quantity: 14 });
    venue.exchange.amend(1, ...amended(venue, 1, { quantity }));
    expect(venue.play(bar(95, 95, 95, 95, 40))).toEqual([['filled', 1, 95], last]);
  });

  test('of the quantity leaves a trailing stop where it has moved meanwhile', () => {
    const venue = new Venue({ latencyBars: 1 });
    venue.submit(trailing('sell', 1, { unit: 'price', distance: 2 }));
    venue.play(flat(100));
    venue.exchange.amend(1, ...amended(venue, 1, { quantity: 3 }));
    expect(venue.play(bar(100, 110, 100, 109))).toEqual([['amended', 1, 3]]);
    expect(venue.play(bar(109, 109, 107, 107))).toEqual([['filled', 1, 108]]);
  });

  test('leaves what another one before it, on its way too, has changed', () => {
    const venue = new Venue({ latencyBars: 2 });
    venue.submit(limit('buy', 1, 90));
    for (let row = 0; row < 3; row++) venue.play(flat(100));
    venue.exchange.amend(1, ...amended(venue, 1, { limitPrice: 97 }));
    venue.exchange.amend(1, ...amended(venue, 1, { quantity: 3 }));
    for (let row = 0; row < 2; row++) venue.play(flat(100));
    expect(venue.exchange.openOrder(1)).toMatchObject({ quantity: 3, limitPrice: 97 });
  });
});

type Context = StrategyContext<unknown, unknown>;

/** Runs a strategy that does something in certain rows. */
function runOrders(
  settings: AssemblySettings,
  bars: readonly Bar[],
  script: Readonly<Record<number, (context: Context) => void>>,
): Assembly {
  let row = 0;
  const strategy = defineStrategy({
    name: 'scripted',
    description: 'Does something in certain rows.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar(context) {
      script[row++]?.(context);
    },
  });
  return runStrategy(
    strategy,
    bars.map((one) => [one]),
    settings,
  );
}

const fillsOf = ({ journal }: Assembly) =>
  ofKind(journal.events, 'order-filled').map(({ time, fill }) => [(time - START) / 86_400_000, fill.price]);

describe('in a run', () => {
  test('a request that is late is an event of its own', () => {
    const { journal } = runOrders({ latencyBars: 1 }, [100, 100, 94, 94].map(flat), {
      0: ({ buy }) => buy('A', 1, { limit: 95 }),
      1: ({ cancel, openOrders }) => cancel(openOrders('A')[0]!.id),
    });
    expect(journal.events.map(({ kind }) => kind)).toEqual([
      'order-accepted',
      'order-filled',
      'request-late',
    ]);
    expect(ofKind(journal.events, 'request-late')).toMatchObject([{ orderId: 1, request: 'cancel' }]);
  });

  test('a target counts what is on its way as filled, and cancels nothing', () => {
    const assembly = runOrders(
      { latencyBars: 2, grossLimit: 2 },
      Array.from({ length: 7 }, () => flat(100)),
      {
        0: ({ target }) => target('A', 0.5),
        1: ({ target }) => target('A', 0.5),
        2: ({ target }) => target('A', 0.8),
        3: ({ target }) => target('A', 0.8),
      },
    );
    const orders = ofKind(assembly.journal.events, 'order-accepted');
    expect(orders.map(({ order }) => order.quantity)).toEqual([500, 300]);
    expect(ofKind(assembly.journal.events, 'order-cancelled')).toEqual([]);
    expect(assembly.ledger.quantity(0)).toBe(800);
  });
});
