import type { RoundTrip } from '../model/fill.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { defined, undefinedBecause } from './metric-result.ts';

/**
 * Hit rate: round trips with a profit above zero after commission, over all round trips. One that came out at
 * exactly zero is no hit and still counts in the denominator.
 *
 * Unit: fraction between 0 and 1. Undefined without a round trip.
 */
export function hitRate(roundTrips: readonly RoundTrip[]): MetricValue {
  if (roundTrips.length === 0) return undefinedBecause('there are no round trips');
  return defined(roundTrips.filter((trip) => trip.profit > 0).length / roundTrips.length);
}
