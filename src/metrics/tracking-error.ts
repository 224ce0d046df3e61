import type { MetricValue } from '../model/metric-value.ts';
import { defined, undefinedBecause } from './metric-result.ts';
import type { PairedReturns } from './paired-returns.ts';
import { standardDeviation } from './sample-moments.ts';

/**
 * Tracking error: `√P · s(r − b)`, the standard deviation of the daily differences of the arm and the benchmark (n − 1 in the
 * denominator), with P the periods a year.
 *
 * Unit: fraction a year; zero where the two move as one. Undefined without a benchmark, below two common days, and for a ruined
 * account.
 */
export function trackingError(paired: PairedReturns | string, periodsPerYear: number): MetricValue {
  if (typeof paired === 'string') return undefinedBecause(paired);
  return defined(Math.sqrt(periodsPerYear) * standardDeviation(activeReturns(paired)));
}

/** Returns of the arm less those of the benchmark. */
export function activeReturns({ arm, benchmark }: PairedReturns): Float64Array {
  return arm.map((value, day) => value - benchmark[day]!);
}
