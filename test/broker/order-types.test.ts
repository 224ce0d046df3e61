import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exits, limit, market, onClose, stop, stopLimit, trailing } from '../support/order-requests.ts';
import { type Bar, bar, flat } from '../support/slices.ts';
import { Venue, type VenueEvent } from '../support/venue.ts';

describe('a market-on-close order', () => {
  test('fills at the close of the next bar, after everything else in it', () => {
    const venue = new Venue();
    const late = venue.submit(onClose('buy', 1));
    const early = venue.submit(market('buy', 1));
    const inside = venue.submit(limit('buy', 1, 95));
    expect(venue.play(bar(100, 110, 90, 107))).toEqual([
      ['filled', early, 100],
      ['filled', inside, 95],
      ['filled', late, 107],
    ]);
  });

  test('slips like a market order', () => {
    const venue = new Venue({ slippageBps: 100 });
    venue.submit(onClose('sell', 1));
    venue.play(bar(100, 110, 90, 105));
    expect(venue.fills[0]!.price).toBeCloseTo(105 * 0.99, 10);
  });

  test('counts as certain, and its exits wait for the next bar', () => {
    const venue = new Venue();
    venue.submit(onClose('buy', 4, { bracket: exits(95, 120) }));
    expect(venue.exchange.book.marketQuantity(0)).toBe(4);
    expect(venue.exchange.book.entryQuantity(0, 'buy')).toBe(0);
    expect(venue.play(bar(100, 130, 80, 100))).toEqual([
      ['filled', 1, 100],
      ['accepted', 2],
      ['accepted', 3],
    ]);
    expect(venue.play(bar(100, 101, 95, 98))[0]).toEqual(['filled', 2, 95]);
  });
});

describe('a stop-limit order', () => {
  const played = (side: 'buy' | 'sell', prices: readonly [number, number], ...bars: Bar[]): VenueEvent[] => {
    const venue = new Venue();
    venue.submit(stopLimit(side, 1, prices));
    return bars.flatMap((next) => venue.play(next));
  };

  test.each<[sentence: string, side: 'buy' | 'sell', prices: [number, number], Bar[], told: VenueEvent[]]>([
    ['is left alone below its stop', 'buy', [105, 106], [bar(100, 104, 99, 100)], []],
    [
      'fills at its stop where the limit allows it',
      'buy',
      [105, 106],
      [bar(100, 110, 99, 108)],
      [['filled', 1, 105]],
    ],
    ['sells likewise', 'sell', [95, 94], [bar(100, 101, 90, 92)], [['filled', 1, 95]]],
    [
      'fills at an open that is past its stop and within its limit',
      'buy',
      [105, 107],
      [flat(106)],
      [['filled', 1, 106]],
    ],
    [
      'that gapped past its limit fills at the limit in the rest of the bar',
      'buy',
      [105, 106],
      [bar(108, 109, 104, 105)],
      [
        ['triggered', 1],
        ['filled', 1, 106],
      ],
    ],
    [
      'that gapped past its limit rests as a limit order until a bar reaches it',
      'sell',
      [95, 94],
      [bar(90, 92, 89, 90), bar(90, 93.5, 89, 90), bar(90, 96, 89, 91)],
      [
        ['triggered', 1],
        ['filled', 1, 94],
      ],
    ],
    [
      'with a limit beyond its stop, reached inside the bar, waits for the next bar',
      'buy',
      [105, 103],
      [bar(100, 110, 99, 108), bar(108, 109, 102, 105)],
      [
        ['triggered', 1],
        ['filled', 1, 103],
      ],
    ],
  ])('%s', (_, side, prices, bars, told) => {
    expect(played(side, prices, ...bars)).toEqual(told);
  });

  test('never pays past its limit, slippage included', () => {
    const venue = new Venue({ slippageBps: 100 });
    venue.submit(stopLimit('buy', 1, [105, 105.5]));
    venue.play(bar(100, 110, 99, 108));
    expect(venue.fills[0]).toMatchObject({ referencePrice: 105, price: 105.5 });
  });

  test('without a price above zero for both is refused', () => {
    const venue = new Venue();
    expect(() => venue.submit(stopLimit('buy', 1, [105, Number.NaN]))).toThrow('price-invalid');
    expect(() => venue.submit(stopLimit('buy', 1, [0, 105]))).toThrow('price-invalid');
  });
});

describe('a trailing stop', () => {
  const holdingOne = (): Venue => {
    const venue = new Venue();
    venue.submit(market('buy', 1));
    venue.play(flat(100));
    return venue;
  };
  const stopOf = (venue: Venue): number | null => venue.exchange.openOrders(0)[0]!.stopPrice;

  test('begins at its distance from the last close and follows the highs, never down', () => {
    const venue = holdingOne();
    venue.submit(trailing('sell', 1, { unit: 'price', distance: 10 }));
    expect(stopOf(venue)).toBe(90);
    venue.play(bar(100, 108, 95, 99));
    expect(stopOf(venue)).toBe(98);
    venue.play(bar(99, 100, 98.5, 99));
    expect(stopOf(venue)).toBe(98);
    expect(venue.play(bar(99, 99, 90, 92))).toEqual([['filled', 2, 98]]);
  });

  test('in percent follows in proportion, and a buy follows the lows down', () => {
    const venue = new Venue();
    venue.submit(trailing('buy', 1, { unit: 'percent', distance: 5 }));
    expect(stopOf(venue)).toBe(105);
    venue.play(bar(100, 101, 80, 82));
    expect(stopOf(venue)).toBe(84);
    expect(venue.play(bar(83, 90, 81, 89))).toEqual([['filled', 1, 84]]);
  });

  test('is checked against the bar before the bar moves it, so that no high triggers what it raised itself', () => {
    const venue = holdingOne();
    venue.submit(trailing('sell', 1, { unit: 'price', distance: 5 }));
    // The high of 120 would put the stop at 115, far above the low; but it was not known before the low was.
    expect(venue.play(bar(100, 120, 96, 97))).toEqual([]);
    expect(stopOf(venue)).toBe(115);
    expect(venue.play(bar(97, 99, 95, 96))).toEqual([['filled', 2, 97]]);
  });

  test.each([Number.NaN, 0, -1, Number.POSITIVE_INFINITY])('at a distance of %s is refused', (distance) => {
    const venue = new Venue();
    expect(() => venue.submit(trailing('buy', 1, { unit: 'price', distance }))).toThrow('trail-invalid');
    expect(() => venue.submit(trailing('sell', 1, { unit: 'percent', distance }))).toThrow('trail-invalid');
  });

  test('of a sell that would begin at zero or below is refused', () => {
    const venue = new Venue();
    expect(() => venue.submit(trailing('sell', 1, { unit: 'price', distance: 100 }))).toThrow(
      'trail-invalid',
    );
    expect(() => venue.submit(trailing('sell', 1, { unit: 'percent', distance: 100 }))).toThrow(
      'trail-invalid',
    );
  });
});

describe('a reduce-only order', () => {
  test('fills no more than what is held, and is gone with the position', () => {
    const venue = new Venue();
    venue.submit(market('buy', 3));
    venue.play(flat(100));
    venue.submit(stop('sell', 10, 90, { reduceOnly: true }));
    venue.submit(limit('sell', 10, 110, { reduceOnly: true }));
    expect(venue.play(bar(100, 105, 85, 95))).toEqual([
      ['filled', 2, 90],
      ['cancelled', 3, 'position-closed'],
    ]);
    expect(venue.ledger.quantity(0)).toBe(0);
  });

  test('beside its entry waits for it, and after others at the same open', () => {
    const venue = new Venue();
    const exit = venue.submit(stop('sell', 5, 101, { reduceOnly: true }));
    const entry = venue.submit(market('buy', 5));
    expect(venue.play(flat(100))).toEqual([
      ['filled', entry, 100],
      ['filled', exit, 100],
    ]);
  });

  test('with nothing to reduce when it is reached is cancelled', () => {
    const venue = new Venue();
    venue.submit(market('sell', 5, { reduceOnly: true }));
    expect(venue.play(flat(100))).toEqual([['cancelled', 1, 'position-closed']]);
  });

  test('of the market counts no more than it can reduce, and its entries not at all', () => {
    const venue = new Venue();
    venue.submit(market('buy', 3));
    venue.play(flat(100));
    venue.submit(market('sell', 2, { reduceOnly: true }));
    venue.submit(market('sell', 9, { reduceOnly: true }));
    venue.submit(market('buy', 9, { reduceOnly: true }));
    venue.submit(limit('sell', 9, 120, { reduceOnly: true }));
    expect(venue.exchange.book.marketQuantity(0)).toBe(-3);
    expect(venue.exchange.book.entryQuantity(0, 'sell')).toBe(0);
  });

  test('passes risk beyond the exposure limit, since it never adds to anything', () => {
    const venue = new Venue({ cash: 1_000 });
    expect(() => venue.submit(stop('sell', 1_000, 90))).toThrow('leverage-exceeded');
    expect(venue.submit(stop('sell', 1_000, 90, { reduceOnly: true }))).toBe(1);
  });
});

describe('an OCO group', () => {
  test('cancels the others when one fills', () => {
    const venue = new Venue();
    venue.submit(limit('buy', 1, 95, { ocoGroup: 1 }));
    venue.submit(stop('buy', 1, 105, { ocoGroup: 1 }));
    venue.submit(limit('buy', 1, 80, { ocoGroup: 1 }));
    venue.submit(limit('buy', 1, 80, { ocoGroup: 2 }));
    expect(venue.play(bar(100, 104, 94, 100))).toEqual([
      ['filled', 1, 95],
      ['cancelled', 2, 'other-leg-filled'],
      ['cancelled', 3, 'other-leg-filled'],
    ]);
    expect(venue.fills[0]!.ambiguous).toBe(false);
  });

  test('of which both were within the bar fills once, and says that it was ambiguous', () => {
    const venue = new Venue();
    venue.submit(limit('buy', 1, 95, { ocoGroup: 1 }));
    venue.submit(stop('buy', 1, 105, { ocoGroup: 1 }));
    expect(venue.play(bar(100, 106, 94, 100))).toEqual([
      ['filled', 2, 105],
      ['cancelled', 1, 'other-leg-filled'],
    ]);
    expect(venue.fills[0]!.ambiguous).toBe(true);
  });

  test('counts towards the exposure by its largest leg of a side', () => {
    const venue = new Venue({ cash: 1_000 });
    venue.submit(limit('buy', 6, 95, { ocoGroup: 1 }));
    venue.submit(stop('buy', 10, 105, { ocoGroup: 1 }));
    venue.submit(limit('buy', 9, 90, { ocoGroup: 1 }));
    expect(venue.exchange.book.entryQuantity(0, 'buy')).toBe(10);
    expect(() => venue.submit(stop('buy', 11, 106, { ocoGroup: 1 }))).toThrow('leverage-exceeded');
    expect(() => venue.submit(limit('buy', 1, 95, { ocoGroup: 2 }))).toThrow('leverage-exceeded');
  });
});

describe('over any bars', () => {
  const price = fc.integer({ min: 60, max: 140 });
  const anyBar = fc.tuple(price, price, price, price).map(([a, b, c, d]) => {
    return bar(a, Math.max(a, b, c, d), Math.min(a, b, c, d), b);
  });
  const bars = fc.array(anyBar, { minLength: 1, maxLength: 30, size: 'max' });
  const PROPERTY = { seed: 7_011, numRuns: 200 } as const;

  test('of an OCO group at most one fills, whatever its legs are', () => {
    const leg = fc.oneof(
      fc.record({ stop: price, limit: price }).map((p) => stopLimit('buy', 1, [p.stop, p.limit])),
      price.map((p) => limit('sell', 1, p)),
      price.map((p) => stop('buy', 1, p)),
      fc.integer({ min: 1, max: 30 }).map((distance) => trailing('sell', 1, { unit: 'price', distance })),
      fc.constant(onClose('sell', 1)),
    );
    fc.assert(
      fc.property(bars, fc.array(leg, { minLength: 2, maxLength: 5 }), (rows, legs) => {
        const venue = new Venue();
        for (const request of legs) venue.submit({ ...request, ocoGroup: 1 });
        for (const row of rows) venue.play(row);
        expect(venue.fills.length).toBeLessThanOrEqual(1);
        expect(venue.exchange.openOrders(0)).toHaveLength(venue.fills.length === 1 ? 0 : legs.length);
      }),
      PROPERTY,
    );
  });

  test('a trailing stop equals a naive one that knows only the bars before', () => {
    fc.assert(
      fc.property(bars, fc.integer({ min: 1, max: 40 }), (rows, distance) => {
        const venue = new Venue();
        venue.submit(trailing('sell', 1, { unit: 'price', distance }));
        for (const row of rows) venue.play(row);
        const at = rows.findIndex(
          ({ low }, i) => low <= Math.max(100, ...rows.slice(0, i).map(({ high }) => high)) - distance,
        );
        if (at < 0) expect(venue.fills).toEqual([]);
        else {
          const level = Math.max(100, ...rows.slice(0, at).map(({ high }) => high)) - distance;
          expect(venue.fills.map(({ referencePrice }) => referencePrice)).toEqual([
            Math.min(level, rows[at]!.open),
          ]);
        }
      }),
      PROPERTY,
    );
  });

  test('a stop-limit never fills past its limit, and not before its stop was reached', () => {
    fc.assert(
      fc.property(bars, price, price, (rows, stopPrice, limitPrice) => {
        const venue = new Venue({ slippageBps: 50 });
        venue.submit(stopLimit('buy', 1, [stopPrice, limitPrice]));
        let reached = false;
        for (const row of rows) {
          reached ||= row.high >= stopPrice;
          venue.play(row);
          expect(venue.fills.length === 0 || reached).toBe(true);
        }
        for (const fill of venue.fills) expect(fill.price).toBeLessThanOrEqual(limitPrice);
      }),
      PROPERTY,
    );
  });
});
