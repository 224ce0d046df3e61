import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryBarRule } from '../../src/broker/fill-rules.ts';
import { exits, limit, market, stop } from '../support/order-requests.ts';
import { type Bar, bar, flat } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

/** A venue that holds ten units long (or short) with exits 2 (stop) and 3 (limit) from an entry numbered 1. */
function holding(side: 'buy' | 'sell', entryBar: EntryBarRule = 'live'): Venue {
  const venue = new Venue({ entryBar });
  const bracket = side === 'buy' ? exits(90, 110) : exits(110, 90);
  venue.submit(market(side, 10, { bracket }));
  venue.play(flat(100));
  return venue;
}

describe('exits are accepted when the entry fills', () => {
  test('as a stop and a limit on the other side, with the quantity and tag of the entry', () => {
    const venue = new Venue();
    venue.submit(market('buy', 10, { bracket: exits(90, 110), tag: 'breakout' }));
    expect(venue.exchange.openOrders(0)).toHaveLength(1);
    expect(venue.play(flat(100))).toEqual([
      ['filled', 1, 100],
      ['accepted', 2],
      ['accepted', 3],
    ]);
    const shared = { side: 'sell', quantity: 10, parentId: 1, bracket: null, tag: 'breakout' };
    expect(venue.exchange.openOrders(0)).toMatchObject([
      { ...shared, type: 'stop', stopPrice: 90, limitPrice: null },
      { ...shared, type: 'limit', stopPrice: null, limitPrice: 110 },
    ]);
  });

  test('one alone where only one was asked for', () => {
    const venue = new Venue();
    venue.submit(market('sell', 10, { bracket: exits(110, null) }));
    expect(venue.play(flat(100))).toEqual([
      ['filled', 1, 100],
      ['accepted', 2],
    ]);
    expect(venue.play(bar(100, 120, 100, 100))).toEqual([['filled', 2, 110]]);
    expect(venue.ledger.quantity(0)).toBe(0);
  });
});

describe('the fill of one exit cancels the other in the same instant:', () => {
  test.each<['buy' | 'sell', string, ReturnType<typeof bar>, filled: number, price: number, other: number]>([
    ['buy', 'a fall to the stop', bar(100, 101, 90, 95), 2, 90, 3],
    ['buy', 'a rise to the limit', bar(100, 110, 99, 105), 3, 110, 2],
    ['buy', 'a gap below the stop', bar(85, 87, 80, 82), 2, 85, 3],
    ['buy', 'a gap above the limit', bar(115, 120, 114, 118), 3, 115, 2],
    ['sell', 'a rise to the stop', bar(100, 110, 99, 105), 2, 110, 3],
    ['sell', 'a fall to the limit', bar(100, 101, 90, 95), 3, 90, 2],
    ['sell', 'a gap above the stop', bar(115, 120, 114, 118), 2, 115, 3],
    ['sell', 'a gap below the limit', bar(85, 87, 80, 82), 3, 85, 2],
  ])('after a %s, %s', (side, _, next, filled, price, other) => {
    const venue = holding(side);
    expect(venue.play(next)).toEqual([
      ['filled', filled, price],
      ['cancelled', other, 'other-exit-filled'],
    ]);
    expect(venue.ledger.quantity(0)).toBe(0);
    expect(venue.fills.at(-1)!.ambiguous).toBe(false);
  });

  test('a bar that reaches both fills the stop, and the fill is ambiguous', () => {
    const venue = holding('buy');
    expect(venue.play(bar(100, 110, 90, 100))[0]).toEqual(['filled', 2, 90]);
    expect(venue.fills.map(({ ambiguous }) => ambiguous)).toEqual([false, true]);
  });

  test('a gap past one exit is certain, even where the bar reaches the other later', () => {
    const venue = holding('buy');
    expect(venue.play(bar(112, 113, 80, 85))[0]).toEqual(['filled', 3, 112]);
    expect(venue.fills.at(-1)!.ambiguous).toBe(false);
  });
});

describe('on the bar of the entry', () => {
  const bracket = exits(90, 110);

  test('exits of an entry at the open are live: a fall to the stop closes it on that bar', () => {
    const venue = new Venue();
    venue.submit(market('buy', 10, { bracket }));
    expect(venue.play(bar(100, 105, 89, 95))).toEqual([
      ['filled', 1, 100],
      ['accepted', 2],
      ['accepted', 3],
      ['filled', 2, 90],
      ['cancelled', 3, 'other-exit-filled'],
    ]);
  });

  test('a bar that reaches both exits after the open fills the stop, and the fill is ambiguous', () => {
    const venue = new Venue();
    venue.submit(market('buy', 10, { bracket }));
    venue.play(bar(100, 111, 89, 95));
    expect(venue.fills.map(({ orderId, ambiguous }) => [orderId, ambiguous])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  test.each([
    ['a limit', limit('buy', 10, 95, { bracket }), bar(100, 112, 80, 85), 95],
    ['a stop', stop('buy', 10, 105, { bracket }), bar(100, 112, 80, 85), 105],
  ])('exits of %s that filled inside the bar wait for the next one', (_, entry, next, price) => {
    const venue = new Venue();
    venue.submit(entry);
    expect(venue.play(next)).toEqual([
      ['filled', 1, price],
      ['accepted', 2],
      ['accepted', 3],
    ]);
    expect(venue.play(bar(100, 101, 90, 95))[0]).toEqual(['filled', 2, 90]);
  });

  test.each([
    ['limit', limit('buy', 10, 95, { bracket }), bar(94, 96, 90, 92), 94],
    ['stop', stop('buy', 10, 105, { bracket }), bar(106, 107, 90, 92), 106],
    ['limit at its price', limit('buy', 10, 95, { bracket }), bar(95, 96, 90, 92), 95],
    ['stop at its price', stop('buy', 10, 105, { bracket }), bar(105, 107, 90, 92), 105],
  ])('exits of a %s that the open decides are live, since the whole bar came after it', (...row) => {
    const [, entry, next, price] = row;
    const venue = new Venue();
    venue.submit(entry);
    venue.play(next);
    expect(venue.fills.map(({ orderId, referencePrice }) => [orderId, referencePrice])).toEqual([
      [1, price],
      [2, 90],
    ]);
  });

  test('an exit that the open of the entry has already passed fills at that open', () => {
    const gapDown = new Venue();
    gapDown.submit(market('buy', 10, { bracket }));
    gapDown.play(bar(85, 112, 84, 100));
    expect(gapDown.fills.map(({ orderId, referencePrice }) => [orderId, referencePrice])).toEqual([
      [1, 85],
      [2, 85],
    ]);
    const gapUp = new Venue();
    gapUp.submit(market('buy', 10, { bracket }));
    gapUp.play(bar(115, 116, 80, 81));
    expect(gapUp.fills.map(({ orderId, referencePrice }) => [orderId, referencePrice])).toEqual([
      [1, 115],
      [3, 115],
    ]);
    expect([...gapDown.fills, ...gapUp.fills].some(({ ambiguous }) => ambiguous)).toBe(false);
  });

  test('with the rule next, exits wait for the bar after the entry, however it filled', () => {
    for (const entry of [market('buy', 10, { bracket }), limit('buy', 10, 95, { bracket })]) {
      const venue = new Venue({ entryBar: 'next' });
      venue.submit(entry);
      expect(venue.play(bar(100, 120, 80, 100))).toHaveLength(3);
      expect(venue.play(bar(100, 101, 90, 95))[0]).toEqual(['filled', 2, 90]);
    }
  });
});

describe('exits only ever reduce the position:', () => {
  test('what is left of them is cancelled when something else closes it', () => {
    const venue = holding('buy');
    venue.submit(market('sell', 10));
    expect(venue.play(flat(100))).toEqual([
      ['filled', 4, 100],
      ['cancelled', 2, 'position-closed'],
      ['cancelled', 3, 'position-closed'],
    ]);
  });

  test('and when something else turns it to the other side', () => {
    const venue = holding('buy');
    venue.submit(market('sell', 15));
    venue.play(bar(100, 120, 80, 100));
    expect(venue.ledger.quantity(0)).toBe(-5);
    expect(venue.exchange.openOrders(0)).toEqual([]);
  });

  test('they take no more than what is still held', () => {
    const venue = holding('buy');
    venue.submit(market('sell', 4));
    venue.play(flat(100));
    venue.play(bar(100, 100, 85, 90));
    expect(venue.fills.at(-1)).toMatchObject({ orderId: 2, quantity: 6, referencePrice: 90 });
    expect(venue.ledger.quantity(0)).toBe(0);
  });

  test('the exit of one bracket leaves the units of another alone', () => {
    const venue = holding('buy');
    venue.submit(market('buy', 5, { bracket: exits(80, 120) }));
    venue.play(flat(100));
    expect(venue.play(bar(100, 110, 100, 105))).toEqual([
      ['filled', 3, 110],
      ['cancelled', 2, 'other-exit-filled'],
    ]);
    expect(venue.ledger.quantity(0)).toBe(5);
    expect(venue.exchange.openOrders(0).map(({ id }) => id)).toEqual([5, 6]);
  });

  test('an entry that only reduces an opposite position has no exits that could fill', () => {
    const venue = new Venue();
    venue.submit(market('sell', 20));
    venue.play(flat(100));
    venue.submit(market('buy', 10, { bracket: exits(90, 110) }));
    expect(venue.play(bar(100, 120, 80, 100))).toEqual([
      ['filled', 2, 100],
      ['accepted', 3],
      ['accepted', 4],
      ['cancelled', 3, 'position-closed'],
      ['cancelled', 4, 'position-closed'],
    ]);
    expect(venue.ledger.quantity(0)).toBe(-10);
  });

  test('a strategy may cancel one exit and keep the other', () => {
    const venue = holding('buy');
    venue.exchange.cancel(3, 'strategy');
    expect(venue.play(bar(100, 130, 90, 100))).toEqual([['filled', 2, 90]]);
  });
});

const price = fc.integer({ min: 60, max: 140 });
const anyBar = fc.tuple(price, price, price, price).map(([a, b, c, d]) => {
  return bar(b, Math.max(a, b, c, d), Math.min(a, b, c, d), c);
});
interface BracketedEntry {
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly distance: readonly [stop: number, limit: number];
}

const bracketed: fc.Arbitrary<BracketedEntry> = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  quantity: fc.integer({ min: 1, max: 20 }),
  distance: fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })),
});
const plays = fc.array(fc.tuple(anyBar, fc.option(bracketed)), { minLength: 5, maxLength: 40, size: 'max' });
const anyRule = fc.constantFrom('live' as const, 'next' as const);

/** Enters by brackets around the last close and plays the bars. */
function playBrackets(rows: readonly [Bar, BracketedEntry | null][], rule: EntryBarRule): Venue {
  const venue = new Venue({ entryBar: rule });
  for (const [next, entry] of rows) {
    if (entry) {
      const sign = entry.side === 'buy' ? 1 : -1;
      const close = venue.slice.close[0]!;
      const bracket = exits(close - sign * entry.distance[0], close + sign * entry.distance[1]);
      venue.submit(market(entry.side, entry.quantity, { bracket }));
    }
    venue.play(next);
  }
  return venue;
}

describe('an order of the strategy that closes the position at the same open', () => {
  test.each<['buy' | 'sell', number]>([
    ['buy', 80],
    ['sell', 120],
  ])('comes before a gapped exit of a %s, so that nothing is sold twice', (side, open) => {
    const venue = holding(side);
    venue.submit(market(side === 'buy' ? 'sell' : 'buy', 10));
    expect(venue.play(flat(open))).toEqual([
      ['filled', 4, open],
      ['cancelled', 2, 'position-closed'],
      ['cancelled', 3, 'position-closed'],
    ]);
    expect(venue.ledger.quantity(0)).toBe(0);
  });
});

describe('over any bars', () => {
  const PROPERTY = { seed: 7_002, numRuns: 100 } as const;

  test('no two exits of a bracket fill, and none is cancelled after it filled', () => {
    fc.assert(
      fc.property(plays, anyRule, (rows, rule) => {
        const venue = playBrackets(rows, rule);
        const parents = venue.fills.map(({ orderId }) => venue.orders.get(orderId)!.parentId);
        const exited = parents.filter((parent) => parent !== null);
        expect(new Set(exited).size).toBe(exited.length);
        const ended = venue.events.filter(([kind]) => kind !== 'accepted').map(([, id]) => id);
        expect(new Set(ended).size).toBe(ended.length);
      }),
      PROPERTY,
    );
  });

  test('every exit that fills brings the position nearer to zero and never past it', () => {
    fc.assert(
      fc.property(plays, anyRule, (rows, rule) => {
        const venue = playBrackets(rows, rule);
        let held = 0;
        const wrong = venue.fills.filter(({ orderId, side, quantity }) => {
          const before = held;
          held += side === 'buy' ? quantity : -quantity;
          const isExit = venue.orders.get(orderId)!.parentId !== null;
          return isExit && (held * before < 0 || Math.abs(held) >= Math.abs(before));
        });
        expect(wrong).toEqual([]);
      }),
      PROPERTY,
    );
  });

  test('no exit is left in the book of a flat position', () => {
    fc.assert(
      fc.property(plays, anyRule, (rows, rule) => {
        const venue = playBrackets(rows, rule);
        if (venue.ledger.quantity(0) !== 0) return;
        expect(venue.exchange.openOrders(0).filter(({ parentId }) => parentId !== null)).toEqual([]);
      }),
      PROPERTY,
    );
  });
});
