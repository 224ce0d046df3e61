import { describe, expect, test } from 'vitest';
import { MarketImpact } from '../../src/broker/market-impact.ts';
import { limit, market, stop } from '../support/order-requests.ts';
import { bar, slicesOf } from '../support/slices.ts';
import { Venue, type VenueSettings } from '../support/venue.ts';

const at = (close: number, volume: number) => bar(close, close, close, close, volume);

/** An estimate after bars of these closes and volumes. */
function impactAfter(
  bars: readonly (readonly [close: number, volume: number])[],
  impactCoefficient = 1,
  impactBars = 3,
): MarketImpact {
  const impact = new MarketImpact(1, { impactCoefficient, impactBars });
  for (const slice of slicesOf(bars.map(([close, volume]) => [at(close, volume)]))) impact.observe(slice);
  return impact;
}

describe('the rate', () => {
  // With three bars the weight is a half. Returns 0.1 and −0.1: σ² = 0.01. Volumes 100, 300, 400: V = 300.
  const bars = [
    [100, 100],
    [110, 300],
    [99, 400],
  ] as const;

  test('is Y σ √(Q/V) with both averages', () => {
    expect(impactAfter(bars).rate(0, 75)).toBeCloseTo(0.1 * Math.sqrt(75 / 300), 12);
    expect(impactAfter(bars, 0.5).rate(0, 12)).toBeCloseTo(0.5 * 0.1 * 0.2, 12);
  });

  test('takes newer bars at the weight 2 / (N + 1)', () => {
    // A fourth return of 0.2: σ² = (0.01 + 0.04) / 2; V = (300 + 500) / 2.
    const impact = impactAfter([...bars, [118.8, 500]]);
    expect(impact.rate(0, 100)).toBeCloseTo(Math.sqrt(0.025 * 0.25), 12);
  });

  test('counts the ratio as one at the most, and where the volume is zero', () => {
    expect(impactAfter(bars).rate(0, 4_000)).toBeCloseTo(0.1, 12);
    const dry = [
      [100, 0],
      [110, 0],
    ] as const;
    expect(impactAfter(dry).rate(0, 1)).toBeCloseTo(0.1, 12);
  });

  test('is at most a half', () => {
    expect(impactAfter(bars, 100).rate(0, 300)).toBe(0.5);
  });

  test('is zero before there is a return, and of a symbol without bars', () => {
    expect(impactAfter([[100, 100]]).rate(0, 50)).toBe(0);
    expect(new MarketImpact(1, { impactCoefficient: 1, impactBars: 3 }).rate(0, 50)).toBe(0);
  });

  test('is the same before and after a split', () => {
    const impact = impactAfter(bars);
    impact.adjust([{ kind: 'split', symbolIndex: 0, ratio: 2 }]);
    expect(impact.rate(0, 150)).toBeCloseTo(impactAfter(bars).rate(0, 75), 12);
    const [slice] = slicesOf([[at(49.5, 800)]]);
    impact.observe(slice!);
    // No jump of the price: a return of zero, which halves σ²; V = (600 + 800) / 2.
    expect(impact.rate(0, 700)).toBeCloseTo(Math.sqrt(0.005), 12);
  });

  test('of prices below zero counts changes by their absolute value', () => {
    const impact = impactAfter([
      [-10, 100],
      [-11, 100],
    ]);
    expect(impact.rate(0, 25)).toBeCloseTo(0.05, 12);
  });
});

describe('a fill', () => {
  const settings: VenueSettings = { impactCoefficient: 1, impactBars: 3 };

  /** A venue whose only symbol has gone from 100 (volume 1,000) to 110 (volume 600): σ = 0.1, V = 800. */
  function venueOf(changes: VenueSettings = {}): Venue {
    const venue = new Venue({ ...settings, ...changes });
    venue.play(at(110, 600));
    return venue;
  }

  test('is priced by what was known before its bar, however wild that bar is', () => {
    const venue = venueOf();
    venue.submit(market('buy', 200));
    venue.submit(market('sell', 200));
    venue.play(bar(100, 400, 10, 300, 5));
    expect(venue.fills[0]!.price).toBeCloseTo(105, 10);
    expect(venue.fills[1]!.price).toBeCloseTo(95, 10);
  });

  test('of a stop pays the impact, of a limit none', () => {
    const venue = venueOf();
    venue.submit(stop('sell', 200, 90));
    venue.submit(limit('buy', 200, 91));
    venue.play(bar(100, 100, 89, 95));
    expect(venue.fills.map(({ orderId, price }) => [orderId, price])).toEqual([
      [1, 90 * 0.95],
      [2, 91],
    ]);
  });

  test('has no impact of volume where the source has no volume', () => {
    const venue = venueOf({ hasVolume: [false], volumeImpact: 0.2 });
    venue.submit(market('buy', 200));
    venue.play(at(100, 0));
    expect(venue.fills[0]!.price).toBe(100);
  });

  test('is priced from bars of warming up too', () => {
    const venue = new Venue(settings);
    const [first, second] = [at(100, 1_000), at(110, 600)];
    for (const slice of slicesOf([[first], [second]])) venue.exchange.warmUp(slice);
    venue.submit(market('buy', 1));
    venue.play(at(100, 1_000));
    expect(venue.fills[0]!.price).toBeGreaterThan(100);
  });
});
