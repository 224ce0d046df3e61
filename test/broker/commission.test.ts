import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Commission, type CommissionPart, type CommissionSettings } from '../../src/broker/commission.ts';
import { type RestingOrder, restingOrder } from '../../src/broker/resting-order.ts';
import { limit, market } from '../support/order-requests.ts';
import { bar, flat, START } from '../support/slices.ts';
import { Venue, type VenueSettings } from '../support/venue.ts';

const DAY = 86_400_000;
const FREE: CommissionSettings = { commissionBps: 0 };

function newOrder(): RestingOrder {
  const order = { ...market('buy', 1), id: 1, acceptedAt: START, acceptedIndex: 0, parentId: null };
  return restingOrder(order, 1, { fill: 'next-open', referenceAt: (_, price) => price, tickSize: null });
}

/** A share of the account's currency. */
const ONE = { multiplier: 1, worth: 1 } as const;

const part = (quantity: number, price: number, changes: Partial<CommissionPart> = {}): CommissionPart => {
  return { time: START, quantity, price, ...ONE, isMaker: false, isLast: false, ...changes };
};

/** The commissions of single fills, each of an order of its own. */
function charges(settings: CommissionSettings, parts: readonly CommissionPart[]): number[] {
  const commission = new Commission(settings);
  return parts.map((one) => commission.charge(newOrder(), one));
}

describe('the maximum', () => {
  const settings = { ...FREE, commissionPerShare: 0.01, commissionMinimum: 1, commissionMaximumBps: 100 };

  test.each<[sentence: string, quantity: number, price: number, commission: number]>([
    ['does not bind where the fees are below a hundredth of the value', 200, 10, 2],
    ['binds above it', 200, 0.5, 1],
    ['goes before the minimum', 10, 5, 0.5],
  ])('%s', (_, quantity, price, commission) => {
    expect(charges(settings, [part(quantity, price)])[0]).toBeCloseTo(commission, 12);
  });
});

describe('tiers', () => {
  const byValue = {
    ...FREE,
    commissionTiers: [
      { from: 0, bps: 5 },
      { from: 1e6, bps: 3 },
      { from: 2e6, bps: 1 },
    ],
  };

  test('are marginal: what crosses into a tier pays its rate only beyond its beginning', () => {
    const paid = charges(byValue, [part(6_000, 100), part(6_000, 100), part(20_000, 100), part(1_000, 100)]);
    // 600,000 at 5; 400,000 at 5 and 200,000 at 3; 800,000 at 3 and 1,200,000 at 1; 100,000 at 1.
    for (const [i, expected] of [300, 260, 360, 10].entries()) expect(paid[i]).toBeCloseTo(expected, 9);
  });

  test('begin anew with each month of UTC', () => {
    // START is 2024-01-01.
    const paid = charges(byValue, [
      part(20_000, 100),
      part(1_000, 100, { time: START + 31 * DAY - 1 }),
      part(1_000, 100, { time: START + 31 * DAY }),
      part(1_000, 100, { time: START + 61 * DAY }),
    ]);
    for (const [i, expected] of [800, 10, 50, 50].entries()) expect(paid[i]).toBeCloseTo(expected, 9);
  });

  test('may count units, and may charge for units', () => {
    const settings = {
      ...FREE,
      commissionTierBy: 'units' as const,
      commissionTiers: [
        { from: 0, perShare: 0.0035 },
        { from: 1_000, perShare: 0.002, bps: 1 },
      ],
    };
    const paid = charges(settings, [part(800, 50), part(400, 50)]);
    expect(paid[0]).toBeCloseTo(2.8, 12);
    // 200 at 0.0035; 200 at 0.002 and a ten-thousandth of their 10,000.
    expect(paid[1]).toBeCloseTo(0.7 + 0.4 + 1, 12);
  });

  test('charge an order in parts what it would have been charged at once', () => {
    const commission = new Commission(byValue);
    const order = newOrder();
    const paid = [9_000, 9_000, 9_000].map((units) => commission.charge(order, part(units, 100)));
    const [whole] = charges(byValue, [part(27_000, 100)]);
    expect(paid.reduce((sum, one) => sum + one)).toBeCloseTo(whole!, 9);
  });

  test('count all symbols of the account together', () => {
    const venue = new Venue({ ...byValue, symbolCount: 2 });
    venue.submit(market('buy', 10_000));
    venue.submit(market('sell', 10_000, { symbolIndex: 1 }));
    venue.play(flat(100), flat(100));
    expect(venue.fills[0]!.commission).toBeCloseTo(500, 9);
    expect(venue.fills[1]!.commission).toBeCloseTo(300, 9);
  });
});

describe('makers and takers:', () => {
  const settings = { makerBps: -1, takerBps: 4, commissionBps: 9 };
  const paid = (chosen: VenueSettings, price: number, next = bar(100, 102, 98, 101)): number => {
    const venue = new Venue(chosen);
    venue.submit(price === 0 ? market('buy', 10) : limit('buy', 10, price));
    venue.play(next);
    return venue.fills[0]!.commission;
  };

  test('a limit that the bar reaches after its open is paid the rebate', () => {
    expect(paid(settings, 99)).toBeCloseTo(-0.099, 12);
  });

  test('a limit that the open has passed takes', () => {
    expect(paid(settings, 100)).toBeCloseTo(0.4, 12);
  });

  test('a market order takes', () => {
    expect(paid(settings, 0)).toBeCloseTo(0.4, 12);
  });

  test('the rate that is not given is the plain one', () => {
    expect(paid({ makerBps: -1, commissionBps: 9 }, 0)).toBeCloseTo(0.9, 12);
    expect(paid({ takerBps: 4, commissionBps: 9 }, 99)).toBeCloseTo(0.891, 12);
  });

  test('a rebate is money of the account, and a minimum above zero outweighs it', () => {
    const venue = new Venue({ ...settings, cash: 10_000 });
    venue.submit(limit('buy', 10, 99));
    venue.play(bar(100, 102, 98, 99));
    expect(venue.ledger.equity).toBeCloseTo(10_000.099, 9);
    expect(paid({ ...settings, commissionMinimum: 2 }, 99)).toBe(2);
  });
});

const rate = fc.integer({ min: 0, max: 100 });
const money = fc.integer({ min: 0, max: 400 }).map((value) => value / 100);
const tiers = fc
  .array(fc.record({ from: fc.integer({ min: 1, max: 50_000 }), bps: rate, perShare: money }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) =>
    [...new Map(list.map((tier) => [tier.from, tier])).values()]
      .sort((a, b) => a.from - b.from)
      .map((tier, i) => (i === 0 ? { ...tier, from: 0 } : tier)),
  );
const anySettings: fc.Arbitrary<CommissionSettings> = fc.record(
  {
    commissionBps: rate,
    commissionPerShare: money,
    commissionPerTrade: money,
    commissionMinimum: money,
    commissionMaximumBps: fc.integer({ min: 1, max: 500 }),
    commissionTiers: tiers,
    commissionTierBy: fc.constantFrom('value' as const, 'units' as const),
    makerBps: rate,
    takerBps: rate,
  },
  { requiredKeys: ['commissionBps'] },
);
const anyPart = fc.record({
  quantity: fc.integer({ min: 1, max: 2_000 }),
  price: fc.integer({ min: -200, max: 5_000 }).map((cents) => cents / 10),
  isMaker: fc.boolean(),
  days: fc.nat(20),
});

test('under any schedule commission never falls with the quantity and is never below zero', () => {
  fc.assert(
    fc.property(anySettings, fc.array(anyPart, { maxLength: 6 }), anyPart, rate, (settings, ...rest) => {
      const [before, { quantity, price, isMaker }, more] = rest;
      const commission = new Commission(settings);
      let time = START;
      for (const one of before) {
        time += one.days * DAY;
        expect(commission.charge(newOrder(), { ...one, ...ONE, time, isLast: true })).toBeGreaterThanOrEqual(
          0,
        );
      }
      const quote = (units: number) =>
        commission.quote(newOrder(), { time, quantity: units, price, ...ONE, isMaker, isLast: true });
      const less = quote(quantity);
      expect(quote(quantity + more)).toBeGreaterThanOrEqual(less * (1 - 1e-12));
      expect(less).toBeGreaterThanOrEqual(0);
    }),
    { seed: 7_110, numRuns: 500 },
  );
});

test('a quote is what is then charged, and changes nothing', () => {
  fc.assert(
    fc.property(anySettings, fc.array(anyPart, { minLength: 1, maxLength: 6 }), (settings, parts) => {
      const commission = new Commission(settings);
      const order = newOrder();
      for (const { days: _, ...one } of parts) {
        const full = { ...one, ...ONE, time: START, isLast: false };
        const quoted = commission.quote(order, full);
        expect(commission.quote(order, full)).toBe(quoted);
        expect(commission.charge(order, full)).toBe(quoted);
      }
    }),
    { seed: 7_111, numRuns: 200 },
  );
});

test('the short way without tiers and bounds is the general one, to the last bit', () => {
  fc.assert(
    fc.property(anySettings, fc.array(anyPart, { minLength: 1, maxLength: 6 }), (settings, parts) => {
      const {
        commissionTiers: _,
        commissionMaximumBps: __,
        ...plain
      } = { ...settings, commissionMinimum: 0 };
      // A bound that never binds leads the general way.
      const bounded = new Commission({ ...plain, commissionMaximumBps: Number.POSITIVE_INFINITY });
      const short = new Commission(plain);
      for (const { days: _days, ...one } of parts) {
        if (one.price === 0) continue;
        const part = { ...one, ...ONE, time: START, isLast: true };
        expect(short.charge(newOrder(), part)).toBe(bounded.charge(newOrder(), part));
      }
    }),
    { seed: 7_112, numRuns: 300 },
  );
});
