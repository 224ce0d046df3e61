import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exits, limit, market, stop, stopLimit } from '../support/order-requests.ts';
import { bar, flat } from '../support/slices.ts';
import { Venue, type VenueSettings } from '../support/venue.ts';

/** The differences of a long (or short) of ten with a stop at 90 and a target at 110 in a bar that reaches both. */
function differences(settings: VenueSettings, side: 'buy' | 'sell' = 'buy'): (number | null)[] {
  const venue = new Venue(settings);
  const bracket = side === 'buy' ? exits(90, 110) : exits(110, 90);
  venue.submit(market(side, 10, { bracket }));
  venue.play(flat(100));
  venue.play(bar(100, 112, 88, 101));
  return venue.fills.map(({ oppositeProfitDifference }) => oppositeProfitDifference);
}

describe('the other way round', () => {
  test('a stop would have been the target: ten units at twenty more', () => {
    expect(differences({})).toEqual([null, 200]);
    expect(differences({}, 'sell')).toEqual([null, 200]);
  });

  test('under a path that meets the target first, it would have been the stop', () => {
    expect(differences({ intrabar: 'open-high-low-close' })).toEqual([null, -200]);
    expect(differences({ intrabar: 'open-high-low-close' }, 'sell')).toEqual([null, 200]);
  });

  test('each fill has its own slippage and commission', () => {
    // The stop receives 90 × 0.99 and pays a thousandth of it; the target receives 110 and pays a thousandth.
    const [, difference] = differences({ slippageBps: 100, commissionBps: 10 });
    expect(difference).toBeCloseTo(10 * (110 - 89.1) - 0.01 * (110 - 89.1), 10);
  });

  test('is not asked of a fill that was certain', () => {
    const venue = new Venue();
    venue.submit(market('buy', 10, { bracket: exits(90, 110) }));
    venue.play(flat(100));
    venue.play(bar(89, 112, 88, 101));
    expect(venue.fills.map(({ oppositeProfitDifference }) => oppositeProfitDifference)).toEqual([null, null]);
  });

  test('entries of both sides are told apart by the close of the bar', () => {
    const venue = new Venue();
    venue.submit(stop('buy', 5, 105, { ocoGroup: 1 }));
    venue.submit(stop('sell', 8, 95, { ocoGroup: 1 }));
    venue.play(bar(100, 106, 94, 101));
    // Bought five at 105: worth −20 at 101. Sold eight at 95 they would be worth −48.
    expect(venue.fills[0]).toMatchObject({ orderId: 1, ambiguous: true, oppositeProfitDifference: -28 });
  });

  test('an order that reduces only is bounded by the position, and all by the room of the bar', () => {
    const venue = new Venue({ participation: 0.1 });
    venue.submit(market('buy', 10));
    venue.play(flat(100));
    venue.submit(stop('sell', 10, 90, { ocoGroup: 1, reduceOnly: true }));
    venue.submit(limit('sell', 50, 110, { ocoGroup: 1, reduceOnly: true }));
    venue.play(bar(100, 112, 88, 100, 60));
    // Of both, the room of six: sold at 90 rather than at 110.
    expect(venue.fills[1]).toMatchObject({ quantity: 6, oppositeProfitDifference: 120 });
  });

  test('a stop-limit that would only have been triggered is worth nothing', () => {
    const venue = new Venue({ intrabar: 'open-low-high-close' });
    venue.submit(limit('buy', 10, 95, { ocoGroup: 1 }));
    venue.submit(stopLimit('buy', 10, [105, 104], { ocoGroup: 1 }));
    venue.play(bar(100, 106, 94, 101));
    // The limit fills on the way down, worth 60 at the close; the way up would only trigger the other.
    expect(venue.fills[0]).toMatchObject({ orderId: 1, oppositeProfitDifference: -60 });
  });
});

test('of two exits, the other path turns each difference round: their profits are each other’s', () => {
  const side = fc.constantFrom('buy' as const, 'sell' as const);
  const distance = fc.integer({ min: 1, max: 20 });
  const costs = fc.record({
    slippageBps: fc.nat(100),
    spreadBps: fc.nat(100),
    commissionBps: fc.nat(50),
    makerBps: fc.integer({ min: -5, max: 5 }),
  });
  fc.assert(
    fc.property(side, distance, distance, costs, (entry, stopDistance, targetDistance, settings) => {
      const sign = entry === 'buy' ? 1 : -1;
      const bracket = exits(100 - sign * stopDistance, 100 + sign * targetDistance);
      const [high, low] = (['open-high-low-close', 'open-low-high-close'] as const).map((intrabar) => {
        const venue = new Venue({ ...settings, intrabar });
        venue.submit(market(entry, 10, { bracket }));
        venue.play(flat(100));
        venue.play(bar(100, 130, 70, 103));
        return { equity: venue.ledger.equity, fill: venue.fills[1]! };
      });
      expect(high!.equity + high!.fill.oppositeProfitDifference!).toBeCloseTo(low!.equity, 5);
      expect(low!.equity + low!.fill.oppositeProfitDifference!).toBeCloseTo(high!.equity, 5);
    }),
    { seed: 7_120, numRuns: 100 },
  );
});
