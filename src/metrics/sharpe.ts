import type { MetricValue } from '../model/metric-value.ts';
import type { DailyReturns } from './daily-returns.ts';
import { defined, NO_VARIATION, RUINED, TOO_FEW, undefinedBecause } from './metric-result.ts';
import { DEVIATION_MIN, mean, ratePerPeriod, standardDeviation } from './sample-moments.ts';

/**
 * Sharpe ratio: `√P · mean(r − f) / s`, with r the daily returns, f the risk-free return of a period, s the
 * standard deviation of r (n − 1 in the denominator) and P the periods a year. Sharpe 1994, "The Sharpe ratio", Journal of
 * Portfolio Management 21(1), with a constant benchmark.
 *
 * Unit: ratio, annualised by √P, which takes the returns as uncorrelated. `riskFreeRate` is a fraction a year.
 * Undefined below two returns, where the returns do not vary, and for a ruined account.
 */
export function sharpe(returns: DailyReturns, periodsPerYear: number, riskFreeRate: number): MetricValue {
  if (returns.ruined) return undefinedBecause(RUINED);
  if (returns.value.length < 2) return undefinedBecause(TOO_FEW);
  const deviation = standardDeviation(returns.value);
  if (deviation < DEVIATION_MIN) return undefinedBecause(NO_VARIATION);
  const excess = mean(returns.value) - ratePerPeriod(riskFreeRate, periodsPerYear);
  return defined((Math.sqrt(periodsPerYear) * excess) / deviation);
}
