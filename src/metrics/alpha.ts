import type { MetricValue } from '../model/metric-value.ts';
import { beta } from './beta.ts';
import { defined, undefinedBecause } from './metric-result.ts';
import type { PairedReturns } from './paired-returns.ts';
import { mean } from './sample-moments.ts';

/**
 * Jensen's alpha: `P · (mean(r − f) − β · mean(b − f))`, with r and b the daily returns of the arm and of the benchmark, f the
 * risk-free return of a period and P the periods a year: the intercept of the regression, times P and not compounded. Jensen 1968,
 * "The performance of mutual funds", Journal of Finance 23(2).
 *
 * Unit: fraction a year. Undefined as beta is.
 */
export function alpha(paired: PairedReturns | string, periodsPerYear: number): MetricValue {
  if (typeof paired === 'string') return undefinedBecause(paired);
  const slope = beta(paired);
  if (slope.value === null) return slope;
  return defined(periodsPerYear * (mean(paired.arm) - slope.value * mean(paired.benchmark)));
}
