import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IntrabarRule } from '../../src/broker/fill-rules.ts';
import { exits, limit, market, onClose, stop, stopLimit } from '../support/order-requests.ts';
import { type Bar, bar, flat } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

/** A venue that is long 10 units since an open of 100, with a stop at 95 and a target at 105. */
function bracketed(intrabar: IntrabarRule): Venue {
  const venue = new Venue({ intrabar });
  venue.submit(market('buy', 10, { bracket: exits(95, 105) }));
  venue.play(flat(100));
  return venue;
}

describe('of a bar with both exits of a long position in it', () => {
  const wide = bar(100, 108, 94, 101);
  const nearLow = bar(100, 108, 95, 101);

  test.each<[IntrabarRule, Bar, price: number]>([
    ['stop-first', wide, 95],
    ['open-high-low-close', wide, 105],
    ['open-low-high-close', wide, 95],
    ['nearest-extreme-first', wide, 95],
    ['nearest-extreme-first', nearLow, 95],
    ['nearest-extreme-first', bar(100, 105, 92, 101), 105],
    ['nearest-extreme-first', bar(100, 106, 94, 101), 105],
  ])('%s fills one at its price, which is ambiguous', (rule, next, price) => {
    const venue = bracketed(rule);
    venue.play(next);
    expect(venue.fills.slice(1)).toMatchObject([{ referencePrice: price, ambiguous: true }]);
    expect(venue.exchange.openOrders(0)).toEqual([]);
  });
});

describe('along a path', () => {
  test('orders fill in the order in which the price meets them', () => {
    const venue = new Venue({ intrabar: 'open-high-low-close' });
    const ids = {
      buyLow: venue.submit(limit('buy', 1, 93)),
      buyHigher: venue.submit(limit('buy', 1, 97)),
      sellHigh: venue.submit(limit('sell', 1, 107)),
      stopUp: venue.submit(stop('buy', 1, 104)),
      stopDown: venue.submit(stop('sell', 1, 95)),
    };
    const filled = venue.play(bar(100, 110, 90, 100)).map(([, id]) => id);
    expect(filled).toEqual([ids.stopUp, ids.sellHigh, ids.buyHigher, ids.stopDown, ids.buyLow]);
  });

  test('at one price a stop comes before a limit, and the older of two first', () => {
    const venue = new Venue({ intrabar: 'open-high-low-close' });
    const limits = [venue.submit(limit('sell', 1, 105)), venue.submit(limit('sell', 1, 105))];
    const stops = [venue.submit(stop('buy', 1, 105)), venue.submit(stop('buy', 1, 105))];
    const filled = venue.play(bar(100, 110, 90, 100)).map(([, id]) => id);
    expect(filled).toEqual([...stops, ...limits]);
  });

  test('a stop-limit order that is triggered can fill on the way back', () => {
    const venue = new Venue({ intrabar: 'open-high-low-close' });
    venue.submit(stopLimit('buy', 1, [105, 103]));
    expect(venue.play(bar(100, 110, 102, 108))).toEqual([
      ['triggered', 1],
      ['filled', 1, 103],
    ]);
    const other = new Venue({ intrabar: 'open-low-high-close' });
    other.submit(stopLimit('buy', 1, [105, 103]));
    expect(other.play(bar(104, 110, 102, 108))).toEqual([['triggered', 1]]);
  });

  test('and on the last part of it too', () => {
    const venue = new Venue({ intrabar: 'open-high-low-close' });
    venue.submit(stopLimit('sell', 1, [95, 97]));
    expect(venue.play(bar(100, 101, 94, 98))).toEqual([
      ['triggered', 1],
      ['filled', 1, 97],
    ]);
  });
});

describe('a limit that has to be penetrated', () => {
  const played = (price: number, next: Bar): number | null => {
    const venue = new Venue({ limitFill: 'penetrate' });
    venue.submit(limit('buy', 1, price));
    venue.play(next);
    return venue.fills[0]?.referencePrice ?? null;
  };

  test.each<[sentence: string, price: number, Bar, filled: number | null]>([
    ['is not filled by a touch', 95, bar(100, 101, 95, 98), null],
    ['is filled at its price where the bar goes beyond', 95, bar(100, 101, 94.99, 98), 95],
    ['is not filled by an open that equals it', 100, bar(100, 101, 100, 101), null],
    ['is filled at a better open', 100.5, bar(100, 101, 100, 101), 100],
  ])('%s', (_, price, next, filled) => {
    expect(played(price, next)).toBe(filled);
  });
});

describe('market orders', () => {
  test('fill at the close of the next bar under next-close, their exits later', () => {
    const venue = new Venue({ fill: 'next-close' });
    venue.submit(market('buy', 1, { bracket: exits(95, 105) }));
    expect(venue.play(bar(100, 110, 90, 99))).toEqual([
      ['filled', 1, 99],
      ['accepted', 2],
      ['accepted', 3],
    ]);
    expect(venue.play(bar(99, 100, 95, 98))[0]).toEqual(['filled', 2, 95]);
  });

  test('fill at the close that they were decided at under same-close', () => {
    const venue = new Venue({ fill: 'same-close', symbolCount: 2 });
    venue.play(bar(100, 110, 90, 104), null);
    venue.submit(market('buy', 1, { bracket: exits(95, 105) }));
    venue.submit(onClose('buy', 1));
    venue.submit(market('buy', 1, { symbolIndex: 1 }));
    const before = venue.events.length;
    venue.exchange.matchAtDecision(venue.slice);
    expect(venue.events.slice(before)).toEqual([
      ['filled', 1, 104],
      ['accepted', 4],
      ['accepted', 5],
    ]);
    expect(venue.play(bar(104, 104, 102, 103), flat(77))).toEqual([
      ['filled', 2, 103],
      ['filled', 3, 77],
    ]);
  });
});

test('over any bars and any path, each order that the bar reaches fills at its price or the open, once', () => {
  const price = fc.integer({ min: 80, max: 120 });
  const anyBar = fc.tuple(price, price, price, price).map(([a, b, c, d]) => {
    return bar(a, Math.max(a, b, c, d), Math.min(a, b, c, d), b);
  });
  const order = fc.oneof(
    fc.record({ side: fc.constantFrom('buy', 'sell'), price }).map((p) => limit(p.side, 1, p.price)),
    fc.record({ side: fc.constantFrom('buy', 'sell'), price }).map((p) => stop(p.side, 1, p.price)),
  );
  const rule = fc.constantFrom<IntrabarRule>(
    'open-high-low-close',
    'open-low-high-close',
    'nearest-extreme-first',
  );
  fc.assert(
    fc.property(anyBar, fc.array(order, { maxLength: 12, size: 'max' }), rule, (next, orders, intrabar) => {
      // Without brackets and groups a path changes the order of fills, and neither which fill nor their prices.
      const [along, plain] = [new Venue({ intrabar }), new Venue()];
      for (const venue of [along, plain]) {
        for (const request of orders) venue.submit(request);
        venue.play(next);
      }
      const told = (venue: Venue) =>
        venue.fills
          .map(({ orderId, referencePrice }) => [orderId, referencePrice] as const)
          .sort((a, b) => a[0] - b[0]);
      expect(told(along)).toEqual(told(plain));
    }),
    { seed: 7_031, numRuns: 500 },
  );
});
