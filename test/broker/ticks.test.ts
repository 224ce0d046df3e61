import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOnTick } from '../../src/math/steps.ts';
import { exits, limit, market, stop, stopLimit, trailing } from '../support/order-requests.ts';
import { bar, flat } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

describe('with ticks', () => {
  test.each([
    ['a limit', limit('buy', 1, 99.995)],
    ['a stop', stop('sell', 1, 90.001)],
    ['the stop of a stop-limit order', stopLimit('buy', 1, [101.001, 102])],
    ['the limit of a stop-limit order', stopLimit('buy', 1, [101, 102.005])],
    ['the stop of a bracket', market('buy', 1, { bracket: exits(90.001, 110) })],
    ['the limit of a bracket', market('buy', 1, { bracket: exits(90, 110.001) })],
  ])('%s between two of them is refused', (_, request) => {
    const venue = new Venue({ tickSize: 0.01 });
    expect(venue.gate.review(request, Float64Array.of(100))).toEqual({ kind: 'refused', reason: 'off-tick' });
    expect(new Venue().gate.review(request, Float64Array.of(100)).kind).toBe('approved');
  });

  test('an amendment to a price between two of them is refused', () => {
    const { gate } = new Venue({ tickSize: 0.05 });
    const closes = Float64Array.of(100);
    expect(gate.reviewAmendment(1, limit('buy', 1, 99.97), closes)).toEqual({
      kind: 'refused',
      reason: 'off-tick',
    });
    expect(gate.reviewAmendment(1, limit('buy', 1, 99.95), closes).kind).toBe('approved');
  });

  test('a price that float64 cannot hold passes', () => {
    const venue = new Venue({ tickSize: 0.1 });
    expect(venue.gate.review(limit('buy', 1, 0.1 + 0.2), Float64Array.of(1)).kind).toBe('approved');
  });

  test('a computed price is rounded against the order, and that of the bar stays', () => {
    const venue = new Venue({ tickSize: 0.05, slippageBps: 1 });
    venue.submit(market('buy', 1));
    venue.submit(market('sell', 1));
    venue.play(flat(100));
    expect(venue.fills.map(({ price }) => price)).toEqual([100.05, 99.95]);
    const free = new Venue({ tickSize: 0.05 });
    free.submit(market('buy', 1));
    free.play(flat(100.013));
    expect(free.fills[0]!.price).toBe(100.013);
  });

  test('no fill is ever past its limit, and every price that costs moved lies on a tick', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.01, 0.05, 0.25),
        fc.double({ min: 0, max: 80, noNaN: true }),
        fc.double({ min: 0, max: 80, noNaN: true }),
        fc.integer({ min: -200, max: 200 }),
        fc.constantFrom('buy' as const, 'sell' as const),
        (tickSize, slippageBps, spreadBps, ticks, side) => {
          const venue = new Venue({ tickSize, slippageBps, spreadBps });
          const price = 100 + ticks * tickSize;
          venue.submit(limit(side, 1, price));
          venue.submit(stop(side, 1, price));
          venue.submit(
            stopLimit(side, 1, [price, side === 'buy' ? price + 4 * tickSize : price - 4 * tickSize]),
          );
          venue.submit(market(side, 1));
          venue.play(bar(100, 160, 50, 100));
          for (const fill of venue.fills) {
            const { limitPrice } = venue.orders.get(fill.orderId)!;
            if (fill.price !== fill.referencePrice) expect(isOnTick(fill.price, tickSize)).toBe(true);
            const against = side === 'buy' ? 1 : -1;
            expect((fill.price - fill.referencePrice) * against).toBeGreaterThanOrEqual(-1e-9);
            if (limitPrice !== null) expect((limitPrice - fill.price) * against).toBeGreaterThanOrEqual(0);
          }
          expect(venue.fills.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the stop of a trailing order lies on a tick, further from the price, wherever the price goes', () => {
    const venue = new Venue({ tickSize: 0.25 });
    venue.submit(trailing('sell', 1, { unit: 'percent', distance: 3.3 }));
    const stops = [100, 103.1, 101, 107.77].map((price) => {
      venue.play(flat(price));
      return venue.exchange.openOrders(0)[0]!.stopPrice;
    });
    // 96.7, 99.6977 and 104.21359 rounded down; never lowered.
    expect(stops).toEqual([96.5, 99.5, 99.5, 104]);
  });
});

test('parts of fills are whole lots, of room that float64 cannot hold too', () => {
  const venue = new Venue({ lotSize: 0.1, participation: 0.1 });
  venue.submit(market('buy', 1));
  venue.play(bar(100, 100, 100, 100, 3));
  expect(venue.fills.map(({ quantity }) => quantity)).toEqual([0.3]);
});
