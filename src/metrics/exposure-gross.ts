import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import { defined, RUINED, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Gross exposure: the mean over all marks of `Σ |position value| / equity`.
 *
 * Unit: fraction of equity; above 1 where the account was levered. Marks weigh the same, whatever the time between them.
 * Undefined without a mark and for a ruined account.
 */
export function exposureGross({ marks, isRuined, exposureSum }: EquityFigures): MetricValue {
  if (marks === 0) return undefinedBecause(UNMARKED);
  return isRuined ? undefinedBecause(RUINED) : defined(exposureSum / marks);
}
