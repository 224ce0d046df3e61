import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TimeInForce } from '../../src/model/order.ts';
import { exits, limit, market, onClose, stop, stopLimit } from '../support/order-requests.ts';
import { bar, flat, timeOfRow } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

const HOUR = 3_600_000;
/** The venue has played its first row, at midnight of day 0, before any order. */
const day = (number: number, hour = 0): number => timeOfRow(number) + hour * HOUR;

describe('a DAY order', () => {
  test('of daily bars lives for one bar, and expires before the next is matched', () => {
    const venue = new Venue();
    venue.submit(limit('buy', 1, 90, { timeInForce: 'DAY' }));
    expect(venue.play(flat(100))).toEqual([]);
    expect(venue.play(flat(80))).toEqual([['expired', 1, 'day-ended']]);
  });

  test('within a day lives through its last bar', () => {
    const venue = new Venue();
    venue.playAt(day(1, 10), flat(100));
    venue.submit(limit('buy', 1, 90, { timeInForce: 'DAY' }));
    expect(venue.playAt(day(1, 11), flat(100))).toEqual([]);
    expect(venue.playAt(day(1, 23), bar(100, 100, 90, 95))).toEqual([['filled', 1, 90]]);
  });

  test('of the last bar of a day lives through the next day of its symbol', () => {
    const venue = new Venue({ symbolCount: 2 });
    venue.playAt(day(1, 23), flat(100), flat(100));
    venue.submit(limit('buy', 1, 90, { symbolIndex: 1, timeInForce: 'DAY' }));
    expect(venue.playAt(day(2), flat(100), null)).toEqual([]);
    expect(venue.playAt(day(3, 9), flat(100), flat(100))).toEqual([]);
    expect(venue.playAt(day(3, 23), flat(100), flat(100))).toEqual([]);
    expect(venue.playAt(day(4), flat(100), null)).toEqual([['expired', 1, 'day-ended']]);
  });

  test('as an entry leaves exits that rest beyond the day', () => {
    const venue = new Venue();
    venue.submit(market('buy', 1, { bracket: exits(90, 110), timeInForce: 'DAY' }));
    venue.play(flat(100));
    for (let i = 0; i < 5; i++) expect(venue.play(flat(100))).toEqual([]);
    expect(venue.exchange.openOrders(0)).toHaveLength(2);
  });
});

describe('a GTD order', () => {
  test('can fill in a bar of exactly its time, and not later', () => {
    const venue = new Venue();
    venue.submit(limit('buy', 1, 90, { timeInForce: 'GTD', goodTill: day(2) }));
    venue.submit(limit('buy', 1, 95, { timeInForce: 'GTD', goodTill: day(2) }));
    expect(venue.play(flat(100))).toEqual([]);
    expect(venue.play(bar(100, 100, 92, 95))).toEqual([['filled', 2, 95]]);
    expect(venue.play(flat(50))).toEqual([['expired', 1, 'time-passed']]);
  });

  test('expires in time where its symbol has no bar', () => {
    const venue = new Venue({ symbolCount: 2 });
    venue.submit(limit('buy', 1, 90, { timeInForce: 'GTD', goodTill: day(1), symbolIndex: 1 }));
    expect(venue.play(flat(100), null)).toEqual([]);
    expect(venue.play(flat(100), null)).toEqual([['expired', 1, 'time-passed']]);
  });

  test.each([null, Number.NaN, 1.5, Number.POSITIVE_INFINITY])('till %s is refused', (goodTill) => {
    const venue = new Venue();
    const request = limit('buy', 1, 90, { timeInForce: 'GTD', goodTill });
    expect(() => venue.submit(request)).toThrow('expiry-invalid');
  });
});

describe.each<[TimeInForce, string]>([
  ['IOC', 'not-at-once'],
  ['FOK', 'not-whole'],
])('an %s order', (timeInForce, reason) => {
  test('fills at the open or expires in that bar', () => {
    const venue = new Venue();
    venue.submit(market('buy', 1, { timeInForce }));
    venue.submit(limit('buy', 1, 101, { timeInForce }));
    venue.submit(limit('buy', 1, 99, { timeInForce }));
    venue.submit(stop('buy', 1, 105, { timeInForce }));
    venue.submit(onClose('buy', 1, { timeInForce }));
    expect(venue.play(bar(100, 110, 90, 104))).toEqual([
      ['filled', 1, 100],
      ['filled', 2, 100],
      ['expired', 3, reason],
      ['expired', 4, reason],
      ['filled', 5, 104],
    ]);
  });

  test('waits for the first bar of its symbol', () => {
    const venue = new Venue({ symbolCount: 2 });
    venue.submit(limit('buy', 1, 99, { symbolIndex: 1, timeInForce }));
    expect(venue.play(flat(100), null)).toEqual([]);
    expect(venue.play(flat(100), bar(100, 100, 90, 95))).toEqual([['expired', 1, reason]]);
  });

  test('that is only triggered by the open expires', () => {
    const venue = new Venue();
    venue.submit(stopLimit('buy', 1, [105, 106], { timeInForce }));
    expect(venue.play(bar(110, 111, 100, 105))).toEqual([
      ['triggered', 1],
      ['expired', 1, reason],
    ]);
  });
});

test('over any bars each order ends once, and none outlives its time', () => {
  const force = fc.constantFrom<TimeInForce>('GTC', 'DAY', 'GTD', 'IOC', 'FOK');
  const order = fc.record({ force, price: fc.integer({ min: 80, max: 120 }), days: fc.nat(6) });
  const opens = fc.array(fc.integer({ min: 80, max: 120 }), { minLength: 5, maxLength: 30, size: 'max' });
  fc.assert(
    fc.property(opens, fc.array(order, { minLength: 1, maxLength: 20, size: 'max' }), (rows, orders) => {
      const venue = new Venue();
      for (const { force: timeInForce, price, days } of orders) {
        const goodTill = timeInForce === 'GTD' ? day(days) : null;
        venue.submit(limit('buy', 1, price, { timeInForce, goodTill }));
      }
      const endedAt = new Map<number, number>();
      for (const [row, open] of rows.entries()) {
        for (const [kind, id] of venue.play(flat(open))) {
          expect(kind === 'filled' || kind === 'expired').toBe(true);
          expect(endedAt.has(id)).toBe(false);
          endedAt.set(id, row + 1);
        }
      }
      for (const [i, { force: timeInForce, days }] of orders.entries()) {
        const last = { GTC: rows.length, DAY: 2, GTD: days + 1, IOC: 1, FOK: 1 }[timeInForce];
        const ended = endedAt.get(i + 1) ?? (timeInForce === 'GTC' || days >= rows.length ? last : 99);
        expect(ended).toBeLessThanOrEqual(Math.max(last, 1));
      }
    }),
    { seed: 7_021, numRuns: 200 },
  );
});
