import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commissionOf, type NaiveCosts, slipped } from '../oracles/naive-costs.ts';
import { limit, stop } from '../support/order-requests.ts';
import { bar } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

const OPEN = 100;

/** One order of an OCO group, on its side of the open. */
interface Leg {
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'stop';
  readonly price: number;
  readonly quantity: number;
}

interface Day {
  readonly above: Leg;
  readonly below: Leg;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly intrabar:
    | 'open-high-low-close'
    | 'open-low-high-close'
    | 'nearest-extreme-first'
    | 'stop-first'
    | 'limit-first';
  readonly costs: NaiveCosts;
}

const side = fc.constantFrom<'buy' | 'sell'>('buy', 'sell');
const distance = fc.integer({ min: 1, max: 20 });
const quantity = fc.integer({ min: 1, max: 40 });

const anyDay: fc.Arbitrary<Day> = fc
  .record({
    sides: fc.tuple(side, side),
    quantities: fc.tuple(quantity, quantity),
    distances: fc.tuple(distance, distance),
    beyond: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
    closePart: fc.double({ min: 0, max: 1, noNaN: true }),
    volume: fc.constantFrom(50, 1_000),
    intrabar: fc.constantFrom<Day['intrabar']>(
      'open-high-low-close',
      'open-low-high-close',
      'nearest-extreme-first',
      'stop-first',
      'limit-first',
    ),
    costs: fc.record({
      slippageBps: fc.nat(100),
      commissionBps: fc.nat(50),
      commissionMinimum: fc.constantFrom(0, 3),
    }),
  })
  .map(({ sides, quantities, distances, beyond, closePart, ...rest }) => {
    const above = OPEN + distances[0];
    const below = OPEN - distances[1];
    const [high, low] = [above + beyond[0], below - beyond[1]];
    return {
      // Above the open a buyer waits with a stop and a seller with a limit, below it the other way round.
      above: {
        side: sides[0],
        type: sides[0] === 'buy' ? 'stop' : 'limit',
        price: above,
        quantity: quantities[0],
      },
      below: {
        side: sides[1],
        type: sides[1] === 'sell' ? 'stop' : 'limit',
        price: below,
        quantity: quantities[1],
      },
      high,
      low,
      close: low + closePart * (high - low),
      ...rest,
    };
  });

/** The leg that comes first, by walking the bar. */
function firstOf({ above, below, high, low, intrabar }: Day): Leg {
  if (intrabar === 'stop-first' && above.type !== below.type) return above.type === 'stop' ? above : below;
  if (intrabar === 'limit-first' && above.type !== below.type) return above.type === 'limit' ? above : below;
  // Of two of a kind the one with the lower number, which is sent first.
  if (intrabar === 'stop-first' || intrabar === 'limit-first') return above;
  if (intrabar === 'nearest-extreme-first') return high - OPEN <= OPEN - low ? above : below;
  return intrabar === 'open-high-low-close' ? above : below;
}

/** What the leg alone would have made of the account by the close. */
function worthOf({ side: of, type, price, quantity: wanted }: Leg, { close, volume, costs }: Day): number {
  const units = Math.min(wanted, 0.1 * volume);
  const paid = type === 'stop' ? slipped(costs, of, price, units, volume) : price;
  const sign = of === 'buy' ? 1 : -1;
  return sign * units * (close - paid) - commissionOf(costs, units, paid);
}

test('the profit the other way round is what the other order alone would have made of the bar', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const venue = new Venue({ ...day.costs, intrabar: day.intrabar, participation: 0.1 });
      for (const { side: of, type, price, quantity: units } of [day.above, day.below]) {
        venue.submit((type === 'limit' ? limit : stop)(of, units, price, { ocoGroup: 1 }));
      }
      venue.play(bar(OPEN, day.high, day.low, day.close, day.volume));
      const first = firstOf(day);
      const other = first === day.above ? day.below : day.above;
      expect(venue.fills).toHaveLength(1);
      const [fill] = venue.fills;
      expect(fill).toMatchObject({ side: first.side, referencePrice: first.price, ambiguous: true });
      const expected = worthOf(other, day) - worthOf(first, day);
      expect(Math.abs(fill!.oppositeProfitDifference! - expected)).toBeLessThan(1e-9 * 4_000);
      // What the account has is what the first of them made.
      expect(venue.ledger.equity - 1e9).toBeCloseTo(worthOf(first, day), 5);
    }),
    { seed: 22, numRuns: 400 },
  );
});
