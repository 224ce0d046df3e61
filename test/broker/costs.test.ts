import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CostSettings, costModel } from '../../src/broker/costs.ts';
import { limit, market } from '../support/order-requests.ts';
import { bar } from '../support/slices.ts';
import { Venue, type VenueSettings } from '../support/venue.ts';

const FREE: CostSettings = { commissionBps: 0, slippageBps: 0 };

/** The commissions of a market buy that is played over bars of one price and volume until it is whole. */
function commissions(settings: VenueSettings, quantity: number, volume = 1_000, price = 100): number[] {
  const venue = new Venue(settings);
  venue.submit(market('buy', quantity));
  for (let i = 0; i < 50 && venue.exchange.openOrders(0).length > 0; i++)
    venue.play(bar(price, price, price, price, volume));
  return venue.fills.map(({ commission }) => commission);
}

describe('the commission of an order', () => {
  test.each<[sentence: string, Partial<CostSettings>, quantity: number, commission: number]>([
    ['is its part of the value', { commissionBps: 20 }, 10, 2],
    ['counts units', { commissionPerShare: 0.005 }, 200, 1],
    ['counts the order', { commissionPerTrade: 4.95 }, 200, 4.95],
    [
      'adds its parts up',
      { commissionBps: 20, commissionPerShare: 0.005, commissionPerTrade: 4.95 },
      10,
      2 + 0.05 + 4.95,
    ],
    ['is at least the minimum', { commissionPerShare: 0.005, commissionMinimum: 1 }, 10, 1],
    ['is above the minimum where its parts are', { commissionPerShare: 0.005, commissionMinimum: 1 }, 400, 2],
  ])('%s', (_, settings, quantity, commission) => {
    expect(commissions(settings, quantity)[0]).toBeCloseTo(commission, 12);
  });

  test('pays for the order and its minimum once, however many parts it fills in', () => {
    const parts = { participation: 0.1, commissionPerTrade: 5 };
    expect(commissions(parts, 30, 100)).toEqual([5, 0, 0]);
    const least = { participation: 0.1, commissionPerShare: 0.06, commissionMinimum: 1 };
    const paid = commissions(least, 30, 100);
    expect(paid[0]).toBe(1);
    expect(paid[1]).toBeCloseTo(0.2, 12);
    expect(paid[2]).toBeCloseTo(0.6, 12);
  });

  test('over any costs and volumes is the same in parts as at once, and no part is below zero', () => {
    const money = fc.integer({ min: 0, max: 500 }).map((value) => value / 100);
    const costs = fc.record({
      commissionBps: fc.integer({ min: 0, max: 100 }),
      commissionPerShare: money,
      commissionPerTrade: money,
      commissionMinimum: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(costs, fc.integer({ min: 1, max: 400 }), (settings, quantity) => {
        const parts = commissions({ ...settings, participation: 0.1 }, quantity, 100);
        const [whole] = commissions(settings, quantity);
        expect(parts.length).toBe(Math.ceil(quantity / 10));
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(whole!, 8);
      }),
      { seed: 7_041, numRuns: 200 },
    );
  });

  test('never falls with the quantity', () => {
    const settings = { commissionBps: 3, commissionPerShare: 0.01, commissionMinimum: 2 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (quantity, more) => {
          const [less] = commissions(settings, quantity);
          const [greater] = commissions(settings, quantity + more);
          expect(greater).toBeGreaterThanOrEqual(less!);
        },
      ),
      { seed: 7_042, numRuns: 200 },
    );
  });
});

describe('the impact of volume', () => {
  const paid = (settings: VenueSettings, quantity: number, volume: number): number => {
    const venue = new Venue(settings);
    venue.submit(market('buy', quantity));
    venue.play(bar(100, 100, 100, 100, volume));
    return venue.fills[0]!.price;
  };

  test.each<[sentence: string, quantity: number, volume: number, price: number]>([
    ['grows with the square of the share', 25, 1_000, 100 * (1 + 0.1 * 0.025 ** 2)],
    ['is whole where the fill takes all volume', 1_000, 1_000, 110],
    ['is no more where it takes more', 5_000, 1_000, 110],
    ['is whole in a bar without volume', 1, 0, 110],
  ])('%s', (_, quantity, volume, price) => {
    expect(paid({ volumeImpact: 0.1 }, quantity, volume)).toBeCloseTo(price, 10);
  });

  test('comes on top of the fixed slippage, and lowers what a sell receives', () => {
    expect(paid({ volumeImpact: 0.1, slippageBps: 100 }, 500, 1_000)).toBeCloseTo(103.5, 10);
    expect(costModel({ ...FREE, volumeImpact: 0.1 }).slippedPrice('sell', 100, 0.5, 0)).toBeCloseTo(97.5, 10);
  });

  test('leaves limits alone', () => {
    const venue = new Venue({ volumeImpact: 0.5 });
    venue.submit(limit('buy', 500, 99));
    venue.play(bar(100, 100, 98, 99, 1_000));
    expect(venue.fills[0]!.price).toBe(99);
  });
});
