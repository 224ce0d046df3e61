import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planTarget, sortReductionsFirst } from '../../src/orders/target-planner.ts';
import { limit, market } from '../support/order-requests.ts';
import { flat } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

/** The order towards a weight of the first symbol, at a price of 100 and equity of 10,000. */
function planned(venue: Venue, weight: number, price = 100) {
  const target = { symbolIndex: 0, size: weight, unit: 'weight', tag: 'why' } as const;
  return planTarget(target, price, venue.ledger, venue.exchange.book);
}

const venueOf = (symbolCount = 1): Venue => new Venue({ symbolCount, cash: 10_000 });

function venueHolding(units: number): Venue {
  const venue = venueOf();
  venue.submit(market(units > 0 ? 'buy' : 'sell', Math.abs(units)));
  venue.play(flat(100));
  return venue;
}

describe('a target', () => {
  test('of a flat symbol buys weight × equity / price, in fractions of a unit', () => {
    expect(planned(venueOf(), 0.5)).toEqual({
      symbolIndex: 0,
      side: 'buy',
      type: 'market',
      quantity: 50,
      limitPrice: null,
      stopPrice: null,
      origin: 'target',
      bracket: null,
      tag: 'why',
      trail: null,
      reduceOnly: false,
      ocoGroup: null,
      timeInForce: 'GTC',
      goodTill: null,
    });
    expect(planned(venueOf(), 1 / 3, 7)!.quantity).toBeCloseTo(10_000 / 3 / 7, 10);
  });

  test('below zero sells short', () => {
    expect(planned(venueOf(), -0.25)).toMatchObject({ side: 'sell', quantity: 25 });
  });

  test('orders the difference to what is held, up or down or to the other side', () => {
    const venue = venueHolding(50);
    expect(planned(venue, 0.8)).toMatchObject({ side: 'buy', quantity: 30 });
    expect(planned(venue, 0.1)).toMatchObject({ side: 'sell', quantity: 40 });
    expect(planned(venue, -0.2)).toMatchObject({ side: 'sell', quantity: 70 });
    expect(planned(venue, 0.5)).toBeNull();
  });

  test('uses equity and not cash', () => {
    const venue = venueHolding(50);
    venue.play(flat(200));
    // 50 units at 200 and 5,000 of cash.
    expect(planned(venue, 1, 200)).toMatchObject({ side: 'buy', quantity: 15_000 / 200 - 50 });
  });

  test('counts market orders that already rest, and neither limits nor exits', () => {
    const venue = venueOf();
    venue.submit(market('buy', 30));
    venue.submit(limit('buy', 20, 90));
    expect(planned(venue, 0.5)).toMatchObject({ side: 'buy', quantity: 20 });
    expect(planned(venue, 0.1)).toMatchObject({ side: 'sell', quantity: 20 });
    expect(planned(venue, 0.3)).toBeNull();
  });

  test('of zero takes exactly what is held, however little, and nothing from a flat symbol', () => {
    expect(planned(venueHolding(1e-12), 0)).toMatchObject({ side: 'sell', quantity: 1e-12 });
    expect(planned(venueHolding(-0.1), 0)).toMatchObject({ side: 'buy', quantity: 0.1 });
    expect(planned(venueOf(), 0)).toBeNull();
    expect(planned(venueOf(), -0)).toBeNull();
    expect(planned(venueOf(), 0, Number.NaN)).toBeNull();
  });

  test('that differs by less than a billionth of equity is no order', () => {
    const venue = venueHolding(50);
    expect(planned(venue, 0.5 + 0.9e-9)).toBeNull();
    expect(planned(venue, 0.5 - 0.9e-9)).toBeNull();
    expect(planned(venue, 0.5 + 1.1e-9)).toMatchObject({ side: 'buy' });
  });

  test.each([
    ['weight', Number.NaN, 100],
    ['weight', Number.POSITIVE_INFINITY, 100],
    ['price', 0.5, Number.NaN],
  ])('with a %s that is not finite makes an order that risk can refuse', (_, weight, price) => {
    expect(Number.isFinite(planned(venueOf(), weight, price)!.quantity)).toBe(false);
  });
});

test('a target that was filled needs no further order, whatever was held and ordered before', () => {
  const weight = fc.integer({ min: -100, max: 100 }).map((percent) => percent / 100);
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 20, size: 'max' }), (weights) => {
      const venue = venueOf();
      for (const wanted of weights) {
        const request = planned(venue, wanted);
        if (request) venue.submit(request);
        expect(planned(venue, wanted)).toBeNull();
        venue.play(flat(100));
        expect(venue.ledger.quantity(0)).toBeCloseTo(wanted * 100, 8);
      }
    }),
    { seed: 9_001, numRuns: 50 },
  );
});

describe('sorting', () => {
  test('puts orders that reduce a position before those that add to one, and keeps the rest as it was', () => {
    const venue = new Venue({ symbolCount: 4 });
    venue.submit(market('buy', 10, { symbolIndex: 1 }));
    venue.submit(market('sell', 10, { symbolIndex: 3 }));
    venue.play(flat(100), flat(100), flat(100), flat(100));
    const requests = [
      market('buy', 1, { symbolIndex: 0, tag: 'opens' }),
      market('sell', 1, { symbolIndex: 3, tag: 'adds to a short' }),
      market('sell', 1, { symbolIndex: 1, tag: 'reduces a long' }),
      market('buy', 1, { symbolIndex: 1, tag: 'adds to a long' }),
      market('buy', 1, { symbolIndex: 3, tag: 'reduces a short' }),
      limit('sell', 1, 120, { symbolIndex: 2, tag: 'opens too' }),
    ];
    sortReductionsFirst(requests, venue.ledger);
    expect(requests.map(({ tag }) => tag)).toEqual([
      'reduces a long',
      'reduces a short',
      'opens',
      'adds to a short',
      'adds to a long',
      'opens too',
    ]);
  });
});
