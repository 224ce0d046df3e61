import type { MetricValue } from '../model/metric-value.ts';
import type { DailyReturns } from './daily-returns.ts';
import { defined, NO_SHORTFALL, RUINED, TOO_FEW, undefinedBecause } from './metric-result.ts';
import { DEVIATION_MIN, mean, ratePerPeriod } from './sample-moments.ts';

/**
 * Sortino ratio: `√P · mean(r − m) / √(Σ min(r − m, 0)² / N)`, with r the daily returns, m the minimum acceptable
 * return of a period (here the risk-free return) and N the number of all returns, those above m included. Sortino &
 * Price 1994, "Performance measurement in a downside risk framework", Journal of Investing 3(3).
 *
 * Unit: ratio, annualised by √P. `riskFreeRate` is a fraction a year. Undefined below two returns, where no return
 * is below m, and for a ruined account.
 */
export function sortino(returns: DailyReturns, periodsPerYear: number, riskFreeRate: number): MetricValue {
  if (returns.ruined) return undefinedBecause(RUINED);
  if (returns.value.length < 2) return undefinedBecause(TOO_FEW);
  const minimum = ratePerPeriod(riskFreeRate, periodsPerYear);
  const downside = downsideDeviation(returns.value, minimum);
  if (downside < DEVIATION_MIN) return undefinedBecause(NO_SHORTFALL);
  return defined((Math.sqrt(periodsPerYear) * (mean(returns.value) - minimum)) / downside);
}

/** Root mean square of the shortfalls below `minimum`, over all returns. Per period, not annualised. */
export function downsideDeviation(returns: Float64Array, minimum: number): number {
  let sum = 0;
  for (const value of returns) {
    const shortfall = Math.min(value - minimum, 0);
    sum += shortfall * shortfall;
  }
  return Math.sqrt(sum / returns.length);
}
