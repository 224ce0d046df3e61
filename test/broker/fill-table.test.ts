import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OrderRequest } from '../../src/model/order.ts';
import { limit, market, stop } from '../support/order-requests.ts';
import { type Bar, bar } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

/** The reference price at which the bar fills the order, which was accepted one slice before; null if it does not. */
function priceIn(request: OrderRequest, next: Bar, slippageBps = 0): number | null {
  const venue = new Venue({ slippageBps });
  venue.submit(request);
  venue.play(next);
  return venue.fills[0]?.referencePrice ?? null;
}

describe('an order fills by the table of docs/semantics.md:', () => {
  const falling = bar(100, 101, 90, 92);
  const rising = bar(100, 110, 99, 108);

  test.each<[sentence: string, OrderRequest, Bar, price: number | null]>([
    ['a market buy at the open', market('buy', 1), rising, 100],
    ['a market sell at the open', market('sell', 1), falling, 100],

    ['a buy limit above the open at the open, which is better', limit('buy', 1, 104), rising, 100],
    ['a buy limit that equals the open at it', limit('buy', 1, 100), falling, 100],
    ['a buy limit below the open at its price', limit('buy', 1, 95), falling, 95],
    ['a buy limit that the low touches at its price', limit('buy', 1, 90), falling, 90],
    ['a buy limit below the low not at all', limit('buy', 1, 89.99), falling, null],

    ['a sell limit below the open at the open, which is better', limit('sell', 1, 96), falling, 100],
    ['a sell limit that equals the open at it', limit('sell', 1, 100), rising, 100],
    ['a sell limit above the open at its price', limit('sell', 1, 105), rising, 105],
    ['a sell limit that the high touches at its price', limit('sell', 1, 110), rising, 110],
    ['a sell limit above the high not at all', limit('sell', 1, 110.01), rising, null],

    ['a buy stop that the open has passed at the open, which is worse', stop('buy', 1, 97), rising, 100],
    ['a buy stop that equals the open at it', stop('buy', 1, 100), falling, 100],
    ['a buy stop above the open at its price', stop('buy', 1, 106), rising, 106],
    ['a buy stop that the high touches at its price', stop('buy', 1, 110), rising, 110],
    ['a buy stop above the high not at all', stop('buy', 1, 110.01), rising, null],

    ['a sell stop that the open has passed at the open, which is worse', stop('sell', 1, 103), falling, 100],
    ['a sell stop that equals the open at it', stop('sell', 1, 100), rising, 100],
    ['a sell stop below the open at its price', stop('sell', 1, 95), falling, 95],
    ['a sell stop that the low touches at its price', stop('sell', 1, 90), falling, 90],
    ['a sell stop below the low not at all', stop('sell', 1, 89.99), falling, null],
  ])('%s', (_, request, next, price) => {
    expect(priceIn(request, next)).toBe(price);
  });
});

describe('slippage', () => {
  const wide = bar(100, 110, 90, 100);

  test.each<[sentence: string, OrderRequest, price: number]>([
    ['raises what a market buy pays', market('buy', 1), 100 * 1.01],
    ['lowers what a market sell receives', market('sell', 1), 100 * 0.99],
    ['raises what a buy stop pays', stop('buy', 1, 105), 105 * 1.01],
    ['lowers what a sell stop receives', stop('sell', 1, 95), 95 * 0.99],
    ['leaves a buy limit alone', limit('buy', 1, 95), 95],
    ['leaves a sell limit alone', limit('sell', 1, 105), 105],
    ['leaves a limit that fills at the open alone', limit('buy', 1, 105), 100],
  ])('%s', (_, request, price) => {
    const venue = new Venue({ slippageBps: 100 });
    venue.submit(request);
    venue.play(wide);
    expect(venue.fills[0]!.price).toBeCloseTo(price, 10);
  });
});

test('commission is its part of the value at the price that was paid', () => {
  const venue = new Venue({ commissionBps: 20, slippageBps: 100 });
  venue.submit(market('buy', 3));
  venue.play(bar(100, 100, 100, 100));
  expect(venue.fills[0]!.commission).toBeCloseTo(3 * 101 * 0.002, 12);
});

test('a bar with zero volume fills like any other, and whole', () => {
  const venue = new Venue();
  venue.submit(market('buy', 1_000));
  venue.play(bar(100, 101, 99, 100, 0));
  expect(venue.fills.map(({ quantity }) => quantity)).toEqual([1_000]);
});

const cents = fc.integer({ min: 1, max: 40_000 }).map((value) => value / 100);
const anyBar = fc.tuple(cents, cents, cents, cents).map(([a, b, c, d]) => {
  const [low, , , high] = [a, b, c, d].sort((x, y) => x - y);
  return bar(b, high!, low!, c);
});
const anySide = fc.constantFrom('buy' as const, 'sell' as const);
const PROPERTY = { seed: 7_001, numRuns: 1_000 } as const;

test('a reference price lies within its bar, and a fill happens just where the bar reaches the order', () => {
  fc.assert(
    fc.property(anySide, fc.constantFrom('limit', 'stop'), cents, anyBar, (side, type, price, next) => {
      const request = type === 'limit' ? limit(side, 1, price) : stop(side, 1, price);
      const paid = priceIn(request, next, 50);
      // A buy limit and a sell stop wait for prices to fall to them, the other two for prices to rise.
      const waitsForFall = (side === 'buy') === (type === 'limit');
      expect(paid !== null).toBe(waitsForFall ? next.low <= price : next.high >= price);
      if (paid === null) return;
      expect(paid).toBeGreaterThanOrEqual(next.low);
      expect(paid).toBeLessThanOrEqual(next.high);
      // Beside the open, an order knows no price but its own.
      expect([price, next.open]).toContain(paid);
    }),
    PROPERTY,
  );
});

test('a limit never fills at a worse price than its own, and a stop never at a better one', () => {
  fc.assert(
    fc.property(anySide, cents, anyBar, (side, price, next) => {
      const sign = side === 'buy' ? 1 : -1;
      const limited = priceIn(limit(side, 1, price), next);
      const stopped = priceIn(stop(side, 1, price), next);
      if (limited !== null) expect(limited * sign).toBeLessThanOrEqual(price * sign);
      if (stopped !== null) expect(stopped * sign).toBeGreaterThanOrEqual(price * sign);
    }),
    PROPERTY,
  );
});
