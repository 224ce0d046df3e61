import type { MetricValue } from '../model/metric-value.ts';
import type { DailyReturns } from './daily-returns.ts';
import { defined, RUINED, TOO_FEW, undefinedBecause } from './metric-result.ts';
import { standardDeviation } from './sample-moments.ts';

/**
 * Volatility: `√P · s`, with s the standard deviation of the daily returns (n − 1 in the denominator) and P the
 * periods a year.
 *
 * Unit: fraction a year. Zero where the returns do not vary. Undefined below two returns and for a ruined account.
 */
export function volatility(returns: DailyReturns, periodsPerYear: number): MetricValue {
  if (returns.ruined) return undefinedBecause(RUINED);
  if (returns.value.length < 2) return undefinedBecause(TOO_FEW);
  return defined(Math.sqrt(periodsPerYear) * standardDeviation(returns.value));
}
