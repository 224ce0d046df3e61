import { describe, expect, test } from 'vitest';
import { exits, limit, market, stop, stopLimit } from '../support/order-requests.ts';
import { type Bar, bar, flat } from '../support/slices.ts';
import { Venue } from '../support/venue.ts';

/** A spread of 200 basis points: at a middle of 100 the bid is 99 and the ask 101. */
const wide = (): Venue => new Venue({ spreadBps: 200 });

/** Reference price and price of each fill. */
const fillsOf = (venue: Venue): [number, number][] =>
  venue.fills.map(({ referencePrice, price }) => [referencePrice, price]);

describe('half of the spread', () => {
  test('is paid by market orders of both sides', () => {
    const venue = wide();
    venue.submit(market('buy', 1));
    venue.submit(market('sell', 1));
    venue.play(flat(100));
    expect(fillsOf(venue)).toEqual([
      [100, 101],
      [100, 99],
    ]);
  });

  test('is paid by stops, which the middle triggers', () => {
    const venue = wide();
    venue.submit(stop('buy', 1, 104));
    venue.submit(stop('sell', 1, 96));
    expect(venue.play(bar(100, 103.9, 96.1, 100))).toEqual([]);
    venue.play(bar(100, 104, 96, 100));
    expect(venue.fills.map(({ referencePrice }) => referencePrice)).toEqual([104, 96]);
    expect(venue.fills[0]!.price).toBeCloseTo(105.04, 10);
    expect(venue.fills[1]!.price).toBeCloseTo(95.04, 10);
  });

  test('adds to the slippage', () => {
    const venue = new Venue({ spreadBps: 200, slippageBps: 50 });
    venue.submit(market('buy', 1));
    venue.play(flat(100));
    expect(venue.fills[0]!.price).toBeCloseTo(101.5, 10);
  });
});

describe('a limit', () => {
  test('is reached where the quote is, not where the middle is', () => {
    const venue = wide();
    venue.submit(limit('buy', 1, 101 * 0.98));
    // The ask comes down to 0.98 × 101 where the middle is 98.
    expect(venue.play(bar(100, 100, 98.01, 99))).toEqual([]);
    venue.play(bar(100, 100, 97, 99));
    expect(venue.fills[0]!.referencePrice).toBeCloseTo(98, 10);
    expect(venue.fills[0]!.price).toBe(101 * 0.98);
  });

  test('to sell waits for the bid', () => {
    const venue = wide();
    venue.submit(limit('sell', 1, 99 * 1.02));
    expect(venue.play(bar(100, 101.99, 100, 100))).toEqual([]);
    venue.play(bar(100, 103, 100, 100));
    expect(venue.fills[0]!.referencePrice).toBeCloseTo(102, 10);
    expect(venue.fills[0]!.price).toBe(99 * 1.02);
  });

  test('that the open has passed pays the quote of the open, better than its price', () => {
    const venue = wide();
    venue.submit(limit('buy', 1, 101));
    venue.play(bar(99, 100, 98, 99));
    expect(fillsOf(venue)).toEqual([[99, 99 * 1.01]]);
  });

  test('at the quote of the open pays its price to the last bit', () => {
    // The way through the spread and back rounds for the last two.
    for (const [side, price, factor] of [
      ['buy', 101, 1.01],
      ['buy', 2.29, 1.01],
      ['sell', 7.93, 0.99],
    ] as const) {
      const venue = wide();
      venue.submit(limit(side, 1, price));
      venue.play(flat(price / factor));
      expect(venue.fills[0]!.price).toBe(price);
    }
  });

  test('of a stop-limit order bounds what is paid', () => {
    const venue = wide();
    venue.submit(stopLimit('buy', 1, [104, 106]));
    venue.submit(stopLimit('buy', 1, [104, 105]));
    // At a middle of 104 the ask is 105.04: the second only triggers.
    const events = venue.play(bar(100, 104, 100, 103));
    expect(events).toEqual([
      ['filled', 1, 104],
      ['triggered', 2],
    ]);
    expect(venue.fills[0]!.price).toBeCloseTo(105.04, 10);
  });
});

test('exits of a bracket keep to the same rules', () => {
  const venue = wide();
  venue.submit(market('buy', 1, { bracket: exits(95, 99 * 1.05) }));
  venue.play(flat(100));
  expect(venue.play(bar(100, 104.9, 99, 100))).toEqual([]);
  expect(venue.play(bar(100, 105.1, 99, 100))[0]![0]).toBe('filled');
  expect(venue.fills[1]!.price).toBe(99 * 1.05);
  expect(venue.fills[1]!.referencePrice).toBeCloseTo(105, 10);
});

test('without a spread the reference of a limit is its price', () => {
  const venue = new Venue();
  venue.submit(limit('buy', 1, 99.3));
  venue.play(bar(100, 100, 99, 99));
  expect(fillsOf(venue)).toEqual([[99.3, 99.3]]);
});

test('a price below zero is moved by its absolute value', () => {
  const venue = new Venue({ spreadBps: 200, slippageBps: 100 });
  const below: Bar = bar(-10, -9, -12, -10);
  venue.submit(market('buy', 1));
  venue.submit(market('sell', 1));
  venue.play(below);
  expect(venue.fills[0]!.price).toBeCloseTo(-9.8, 10);
  expect(venue.fills[1]!.price).toBeCloseTo(-10.2, 10);
});
