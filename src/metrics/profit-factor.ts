import type { MetricValue } from '../model/metric-value.ts';
import { defined, NO_TRIPS, undefinedBecause } from './metric-result.ts';
import type { TripFigures } from './trip-tally.ts';

/**
 * Profit factor: `Σ profits / |Σ losses|` of the round trips, in money after commission, not in percent.
 *
 * Unit: ratio, from 0 up. Undefined without a round trip and without a losing one.
 */
export function profitFactor({ count, won, lost }: TripFigures): MetricValue {
  if (count === 0) return undefinedBecause(NO_TRIPS);
  return lost > 0 ? defined(won / lost) : undefinedBecause('no round trip lost money');
}
