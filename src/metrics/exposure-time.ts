import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import { defined, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Time in the market: the fraction of marks at which any position was held.
 *
 * Unit: fraction between 0 and 1. Undefined without a mark.
 */
export function exposureTime({ marks, marksHeld }: EquityFigures): MetricValue {
  return marks === 0 ? undefinedBecause(UNMARKED) : defined(marksHeld / marks);
}
