import type { MetricValue } from '../model/metric-value.ts';
import { defined, NO_TRIPS, undefinedBecause } from './metric-result.ts';
import type { TripFigures } from './trip-tally.ts';

/**
 * Hit rate: round trips with a profit above zero after commission, over all round trips. One that came out at
 * exactly zero is no hit and still counts in the denominator.
 *
 * Unit: fraction between 0 and 1. Undefined without a round trip.
 */
export function hitRate({ count, hits }: TripFigures): MetricValue {
  return count === 0 ? undefinedBecause(NO_TRIPS) : defined(hits / count);
}
