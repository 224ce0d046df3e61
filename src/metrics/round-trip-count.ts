import type { MetricValue } from '../model/metric-value.ts';
import { defined } from './metric-result.ts';
import type { TripFigures } from './trip-tally.ts';

/**
 * Round trips: positions that were opened and closed again. A position still open at the end is none.
 *
 * Unit: count. Always defined.
 */
export function roundTripCount({ count }: TripFigures): MetricValue {
  return defined(count);
}
