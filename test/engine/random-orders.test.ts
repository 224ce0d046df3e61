import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Order, TimeInForce } from '../../src/model/order.ts';
import type { OrderOptions, StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { type Assembly, type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { anyMarket } from '../support/random-market.ts';
import { type Bar, bar, type SliceRow, timeOfRow } from '../support/slices.ts';

const SYMBOLS = ['A', 'B'];
const ROWS = 40;
const DAY_MS = timeOfRow(1) - timeOfRow(0);

/** An order of any type and terms; prices and distances as multiples of the last close. */
interface Wish {
  readonly symbol: number;
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly type: 'market' | 'open' | 'close' | 'limit' | 'stop' | 'stop-limit' | 'trail' | 'percent';
  readonly prices: readonly [number, number];
  readonly reduceOnly: boolean;
  readonly force: TimeInForce;
  readonly act: 'order' | 'oco' | 'bracket' | 'amend' | 'cancel';
}

const multiple = fc.integer({ min: 92, max: 108 }).map((value) => value / 100);
const anyWish: fc.Arbitrary<Wish> = fc.record({
  symbol: fc.nat(SYMBOLS.length - 1),
  side: fc.constantFrom('buy', 'sell'),
  quantity: fc.integer({ min: 1, max: 200 }),
  type: fc.constantFrom('market', 'open', 'close', 'limit', 'stop', 'stop-limit', 'trail', 'percent'),
  prices: fc.tuple(multiple, multiple),
  reduceOnly: fc.boolean(),
  force: fc.constantFrom('GTC', 'GTC', 'DAY', 'GTD', 'IOC', 'FOK'),
  act: fc.constantFrom('order', 'order', 'oco', 'bracket', 'amend', 'cancel'),
});
const wishes = fc.array(anyWish, { maxLength: 2, size: 'max' });

interface Run {
  readonly rows: readonly SliceRow[];
  readonly script: readonly (readonly Wish[])[];
  readonly settings: AssemblySettings;
}

const anyRun: fc.Arbitrary<Run> = fc.record({
  rows: anyMarket(SYMBOLS.length, ROWS),
  script: fc.array(wishes, { minLength: ROWS, maxLength: ROWS, size: 'max' }),
  settings: fc.record({
    slippageBps: fc.integer({ min: 0, max: 50 }),
    commissionBps: fc.integer({ min: 0, max: 50 }),
    commissionMinimum: fc.constantFrom(0, 2),
    commissionTiers: fc.constantFrom(undefined, [
      { from: 0, bps: 9 },
      { from: 20_000, bps: 4, perShare: 0.01 },
    ]),
    spreadBps: fc.constantFrom(0, 0, 30),
    impactCoefficient: fc.constantFrom(0, 0, 1),
    latencyBars: fc.constantFrom(0, 0, 0, 1, 2),
    latencyMs: fc.constantFrom(0, 0, 0, 100_000_000),
    volumeImpact: fc.constantFrom(0, 0.1),
    entryBar: fc.constantFrom('live' as const, 'next' as const),
    grossLimit: fc.constantFrom(1, 4),
    fill: fc.constantFrom('next-open' as const, 'next-close' as const, 'same-close' as const),
    intrabar: fc.constantFrom(
      'stop-first' as const,
      'open-high-low-close' as const,
      'nearest-extreme-first' as const,
    ),
    limitFill: fc.constantFrom('touch' as const, 'penetrate' as const),
    participation: fc.constantFrom('none' as const, 0.02, 0.1),
  }),
});

type Context = StrategyContext<unknown, unknown>;

function optionsOf(wish: Wish, close: number, time: number): OrderOptions {
  const [first, second] = wish.prices;
  const terms: OrderOptions = {
    reduceOnly: wish.reduceOnly,
    ...(wish.force === 'GTD' ? { goodTill: time + 3 * 86_400_000 } : { timeInForce: wish.force }),
  };
  switch (wish.type) {
    case 'market':
      return terms;
    case 'open':
      return { ...terms, onOpen: true };
    case 'close':
      return { ...terms, onClose: true };
    case 'limit':
      return { ...terms, limit: close * first };
    case 'stop':
      return { ...terms, stop: close * first };
    case 'stop-limit':
      return { ...terms, stop: close * first, limit: close * second };
    case 'trail':
      return { ...terms, trail: close * Math.abs(first - 1) };
    case 'percent':
      return { ...terms, trailPercent: 100 * Math.abs(first - 1) };
  }
}

function act(context: Context, wish: Wish): void {
  const name = SYMBOLS[wish.symbol]!;
  const series = context.history(name).close;
  const close = series.length > 0 ? series.ago(0) : Number.NaN;
  const { side, quantity, prices } = wish;
  const options = optionsOf(wish, close, context.time);
  if (wish.act === 'order') context[side](name, quantity, options);
  else if (wish.act === 'oco') {
    const other = side === 'buy' ? 'sell' : 'buy';
    context.oco(name, [
      { side, quantity, ...options },
      { side: other, quantity, limit: close * prices[1] },
      { side, quantity, stop: close * prices[0] },
    ]);
  } else if (wish.act === 'bracket') {
    const sign = side === 'buy' ? 1 : -1;
    context.bracket(name, {
      side,
      quantity,
      ...(wish.type === 'close' ? { onClose: true } : {}),
      stopLoss: close * (1 - sign * 0.03),
      takeProfit: close * (1 + sign * 0.03),
    });
  } else if (wish.act === 'cancel') {
    const [resting] = context.openOrders(name);
    if (resting) context.cancel(resting.id);
  } else {
    const [resting] = context.openOrders(name);
    if (resting) context.amend(resting.id, { quantity, limit: close * prices[0] });
  }
}

function play({ rows, script, settings }: Run): Assembly {
  const strategy = defineStrategy({
    name: 'random',
    description: 'Orders at random.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar(context) {
      const row = Math.round((context.time - timeOfRow(0)) / (timeOfRow(1) - timeOfRow(0)));
      for (const wish of script[row] ?? []) act(context, wish);
    },
  });
  return runStrategy(strategy, rows, { symbols: SYMBOLS, ...settings });
}

function overRandomRuns(check: (assembly: Assembly, run: Run) => void): void {
  fc.assert(
    fc.property(anyRun, (run) => {
      check(play(run), run);
    }),
    { seed: 10_011, numRuns: 60 },
  );
}

function shifted({ open, high, low, close, volume }: Bar, by: number): Bar {
  return bar(open + by, high + by, low + by, close + by, volume);
}

const ordersOf = ({ journal }: Assembly): Map<number, Order> =>
  new Map(ofKind(journal.events, 'order-accepted').map(({ order }) => [order.id, order]));

const rowOf = (time: number): number => Math.round((time - timeOfRow(0)) / (timeOfRow(1) - timeOfRow(0)));

test('the random orders are not dull', () => {
  const seen = new Map<string, number>();
  overRandomRuns((assembly) => {
    const orders = ordersOf(assembly);
    for (const event of assembly.journal.events) {
      const name = event.kind === 'order-filled' ? orders.get(event.fill.orderId)!.type : event.kind;
      const key = 'reason' in event ? `${event.kind} ${event.reason}` : name;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      const isPart = event.kind === 'order-filled' && event.quantityRemaining > 0;
      if (isPart) seen.set('part', (seen.get('part') ?? 0) + 1);
      const isAmbiguous = event.kind === 'order-filled' && event.fill.ambiguous;
      if (isAmbiguous) seen.set('ambiguous', (seen.get('ambiguous') ?? 0) + 1);
    }
  });
  const types = [
    'market',
    'market-on-open',
    'market-on-close',
    'limit',
    'stop',
    'stop-limit',
    'trailing-stop',
  ];
  const expiries = ['end-of-data', 'day-ended', 'time-passed', 'not-at-once', 'not-whole', 'not-at-open'];
  const least = [
    ...types,
    ...expiries.map((reason) => `order-expired ${reason}`),
    'order-triggered',
    'part',
    'request-late',
    'ambiguous',
    'order-amended',
    'order-refused amendment-invalid',
    'order-cancelled other-leg-filled',
    'order-cancelled position-closed',
  ];
  expect(least.filter((name) => (seen.get(name) ?? 0) < 10)).toEqual([]);
});

describe('whatever is ordered, on whatever terms, over any bars,', () => {
  test('each accepted order ends exactly once', () => {
    overRandomRuns((assembly) => {
      const ended = assembly.journal.events.flatMap((event) => {
        if (event.kind === 'order-filled') return event.quantityRemaining > 0 ? [] : [event.fill.orderId];
        return event.kind === 'order-cancelled' || event.kind === 'order-expired' ? [event.orderId] : [];
      });
      expect(ended.sort((a, b) => a - b)).toEqual([...ordersOf(assembly).keys()].sort((a, b) => a - b));
    });
  });

  test('a reference price lies within its bar, after the acceptance', () => {
    overRandomRuns((assembly, { rows, settings }) => {
      const orders = ordersOf(assembly);
      const wrong = ofKind(assembly.journal.events, 'order-filled').filter(({ time, fill }) => {
        const row = rowOf(time);
        const bar = rows[row]![fill.symbolIndex]!;
        const order = orders.get(fill.orderId)!;
        const atOnce = order.parentId !== null || (settings.fill === 'same-close' && order.type === 'market');
        const delay = Math.max(settings.latencyBars ?? 0, Math.ceil((settings.latencyMs ?? 0) / DAY_MS));
        const latency = order.parentId === null ? delay : 0;
        const isLater =
          row > order.acceptedIndex + latency || (atOnce && row === order.acceptedIndex + latency);
        return !isLater || fill.referencePrice < bar.low || fill.referencePrice > bar.high;
      });
      expect(wrong).toEqual([]);
    });
  });

  test('a price is never worse than the limit of the order, and never better than its reference', () => {
    overRandomRuns((assembly) => {
      const prices = new Map<number, number | null>();
      for (const event of assembly.journal.events) {
        if (event.kind === 'order-accepted') prices.set(event.order.id, event.order.limitPrice);
        if (event.kind === 'order-amended') prices.set(event.orderId, event.limitPrice);
        if (event.kind !== 'order-filled') continue;
        const { orderId, side, price, referencePrice } = event.fill;
        const sign = side === 'buy' ? 1 : -1;
        const limit = prices.get(orderId)!;
        if (limit !== null) expect(sign * (price - limit)).toBeLessThanOrEqual(0);
        expect(sign * (price - referencePrice)).toBeGreaterThanOrEqual(-1e-12 * referencePrice);
      }
    });
  });

  test('a stop has the reference price of its stop, or of an open beyond it, and no better one', () => {
    overRandomRuns((assembly, { rows }) => {
      const stops = new Map<number, number>();
      for (const event of assembly.journal.events) {
        if (event.kind === 'order-accepted' && event.order.type === 'stop')
          stops.set(event.order.id, event.order.stopPrice!);
        if (event.kind === 'order-amended' && stops.has(event.orderId))
          stops.set(event.orderId, event.stopPrice!);
        // From then on it is a market order.
        if (event.kind === 'order-triggered') stops.delete(event.orderId);
        if (event.kind !== 'order-filled' || !stops.has(event.fill.orderId)) continue;
        const { orderId, side, symbolIndex, referencePrice } = event.fill;
        const { open } = rows[rowOf(event.time)]![symbolIndex]!;
        const worse = side === 'buy' ? Math.max : Math.min;
        expect(referencePrice).toBe(worse(open, stops.get(orderId)!));
      }
    });
  });

  test('over prices below zero nothing breaks, and the account adds up', () => {
    overRandomRuns((_, run) => {
      const below = run.rows.map((row) => row.map((one) => one && shifted(one, -100)));
      // The engine checks the accounting identity after every slice with fills.
      expect(play({ ...run, rows: below }).journal.marks).toHaveLength(ROWS);
    });
  });

  test('of an OCO group at most one order fills', () => {
    overRandomRuns((assembly) => {
      const orders = ordersOf(assembly);
      const filled = new Set(ofKind(assembly.journal.events, 'order-filled').map(({ fill }) => fill.orderId));
      const groups = [...filled].map((id) => orders.get(id)!.ocoGroup).filter((group) => group !== null);
      expect(new Set(groups).size).toBe(groups.length);
    });
  });

  test('an order that reduces only never opens, adds to or crosses a position', () => {
    overRandomRuns((assembly) => {
      const orders = ordersOf(assembly);
      const held = SYMBOLS.map(() => 0);
      const wrong = ofKind(assembly.journal.events, 'order-filled').filter(({ fill, positionQuantity }) => {
        const before = held[fill.symbolIndex]!;
        held[fill.symbolIndex] = positionQuantity;
        const { reduceOnly } = orders.get(fill.orderId)!;
        return (
          reduceOnly && (positionQuantity * before < 0 || Math.abs(positionQuantity) >= Math.abs(before))
        );
      });
      expect(wrong).toEqual([]);
    });
  });

  test('fills of one bar take no more than their part of its volume', () => {
    overRandomRuns((assembly, { rows, settings: { participation = 'none' } }) => {
      if (participation === 'none') return;
      const taken = new Map<string, number>();
      for (const { time, fill } of ofKind(assembly.journal.events, 'order-filled')) {
        const key = `${rowOf(time)} ${fill.symbolIndex}`;
        taken.set(key, (taken.get(key) ?? 0) + fill.quantity);
      }
      for (const [key, quantity] of taken) {
        const [row, symbol] = key.split(' ').map(Number);
        const { volume } = rows[row!]![symbol!]!;
        expect(quantity).toBeLessThanOrEqual(participation * volume * (1 + 1e-9));
      }
    });
  });

  test('the parts of an order are what it asked for, where it was filled, never amended and may add to a position', () => {
    overRandomRuns((assembly) => {
      const { events } = assembly.journal;
      const orders = ordersOf(assembly);
      const amended = new Set(ofKind(events, 'order-amended').map(({ orderId }) => orderId));
      const parts = new Map<number, number>();
      for (const { fill, quantityRemaining } of ofKind(events, 'order-filled')) {
        const { quantity, reduceOnly } = orders.get(fill.orderId)!;
        const total = (parts.get(fill.orderId) ?? 0) + fill.quantity;
        parts.set(fill.orderId, total);
        if (amended.has(fill.orderId) || reduceOnly) continue;
        expect(total + quantityRemaining).toBeCloseTo(quantity, 9);
      }
    });
  });

  test('with other bars from a row on, the journal before it is the same', () => {
    const past = ({ journal }: Assembly, time: number) =>
      journal.events.filter((event) => event.time <= time && event.kind !== 'order-expired');
    fc.assert(
      fc.property(
        anyRun,
        anyMarket(SYMBOLS.length, ROWS),
        fc.integer({ min: 1, max: ROWS - 1 }),
        (run, poison, end) => {
          const rows = [...run.rows.slice(0, end), ...poison.slice(end)];
          const time = timeOfRow(end - 1);
          expect(past(play({ ...run, rows }), time)).toEqual(past(play(run), time));
        },
      ),
      { seed: 10_012, numRuns: 60 },
    );
  });

  test('two runs give the same journal, bit for bit', () => {
    overRandomRuns((assembly, run) => expect(play(run).journal).toEqual(assembly.journal));
  });
});
