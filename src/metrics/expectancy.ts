import type { MetricValue } from '../model/metric-value.ts';
import { defined, NO_TRIPS, undefinedBecause } from './metric-result.ts';
import type { TripFigures } from './trip-tally.ts';

/**
 * Expectancy: the mean profit of a round trip after commission, losing ones included.
 *
 * Unit: money. Undefined without a round trip.
 */
export function expectancy({ count, profitMean }: TripFigures): MetricValue {
  return count === 0 ? undefinedBecause(NO_TRIPS) : defined(profitMean);
}
