import type { MetricValue } from '../model/metric-value.ts';
import { isRuined } from './daily-returns.ts';
import { defined, RUINED, UNMARKED, undefinedBecause } from './metric-result.ts';

/**
 * Gross exposure: the mean over all marks of `Σ |position value| / equity`.
 *
 * Unit: fraction of equity; above 1 where the account was levered. Marks weigh the same, whatever the time between them.
 * Undefined without a mark and for a ruined account.
 */
export function exposureGross(gross: Float64Array, equity: Float64Array): MetricValue {
  if (equity.length === 0) return undefinedBecause(UNMARKED);
  if (isRuined(equity)) return undefinedBecause(RUINED);
  let sum = 0;
  for (let i = 0; i < equity.length; i++) sum += gross[i]! / equity[i]!;
  return defined(sum / equity.length);
}
