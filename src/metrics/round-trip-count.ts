import type { RoundTrip } from '../model/fill.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { defined } from './metric-result.ts';

/**
 * Round trips: positions that were opened and closed again. A position still open at the end is none.
 *
 * Unit: count. Always defined.
 */
export function roundTripCount(roundTrips: readonly RoundTrip[]): MetricValue {
  return defined(roundTrips.length);
}
