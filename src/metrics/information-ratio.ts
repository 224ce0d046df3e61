import type { MetricValue } from '../model/metric-value.ts';
import { defined, undefinedBecause } from './metric-result.ts';
import { type PairedReturns, varies } from './paired-returns.ts';
import { mean, standardDeviation } from './sample-moments.ts';
import { activeReturns } from './tracking-error.ts';

/**
 * Information ratio: `√P · mean(r − b) / s(r − b)`, with r and b the daily returns of the arm and of the benchmark. Goodwin 1998,
 * "The information ratio", Financial Analysts Journal 54(4).
 *
 * Unit: ratio, annualised by √P. Undefined without a benchmark, below two common days, where the difference does not vary, and for
 * a ruined account.
 */
export function informationRatio(paired: PairedReturns | string, periodsPerYear: number): MetricValue {
  if (typeof paired === 'string') return undefinedBecause(paired);
  const active = activeReturns(paired);
  if (!varies(active)) return undefinedBecause('the difference to the benchmark does not vary');
  return defined((Math.sqrt(periodsPerYear) * mean(active)) / standardDeviation(active));
}
