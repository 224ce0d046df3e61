import type { MetricValue } from '../model/metric-value.ts';
import type { DailyReturns } from './daily-returns.ts';
import { defined, NO_SHORTFALL, RUINED, TOO_FEW, undefinedBecause } from './metric-result.ts';
import { DEVIATION_MIN, ratePerPeriod } from './sample-moments.ts';

/**
 * Omega ratio: `Σ max(r − m, 0) / Σ max(m − r, 0)`, with r the daily returns and m the threshold of a period, here the
 * risk-free return. Keating & Shadwick 2002, "A universal performance measure", Journal of Performance Measurement 6(3).
 *
 * Unit: ratio, from 0 up, not annualised; 1 where the mean return is the threshold. `riskFreeRate` is a fraction a year. Undefined
 * below two returns, where no return is below m, and for a ruined account.
 */
export function omega(returns: DailyReturns, periodsPerYear: number, riskFreeRate: number): MetricValue {
  if (returns.ruined) return undefinedBecause(RUINED);
  if (returns.value.length < 2) return undefinedBecause(TOO_FEW);
  const minimum = ratePerPeriod(riskFreeRate, periodsPerYear);
  let gains = 0;
  let shortfalls = 0;
  for (const value of returns.value) {
    if (value > minimum) gains += value - minimum;
    else shortfalls += minimum - value;
  }
  if (shortfalls < DEVIATION_MIN) return undefinedBecause(NO_SHORTFALL);
  return defined(gains / shortfalls);
}
