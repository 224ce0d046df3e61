import type { MetricValue } from '../model/metric-value.ts';
import { defined, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Time in the market: the fraction of marks at which any position was held.
 *
 * Unit: fraction between 0 and 1. Undefined without a mark.
 */
export function exposureTime(gross: Float64Array): MetricValue {
  if (gross.length === 0) return undefinedBecause(UNMARKED);
  let held = 0;
  for (const value of gross) if (value > 0) held++;
  return defined(held / gross.length);
}
