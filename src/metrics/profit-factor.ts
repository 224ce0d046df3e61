import type { RoundTrip } from '../model/fill.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { defined, undefinedBecause } from './metric-result.ts';

/**
 * Profit factor: `Σ profits / |Σ losses|` of the round trips, in money after commission, not in percent.
 *
 * Unit: ratio, from 0 up. Undefined without a round trip and without a losing one.
 */
export function profitFactor(roundTrips: readonly RoundTrip[]): MetricValue {
  if (roundTrips.length === 0) return undefinedBecause('there are no round trips');
  let won = 0;
  let lost = 0;
  for (const { profit } of roundTrips) {
    if (profit > 0) won += profit;
    else lost -= profit;
  }
  return lost > 0 ? defined(won / lost) : undefinedBecause('no round trip lost money');
}
