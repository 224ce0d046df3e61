import type { MetricValue } from '../model/metric-value.ts';
import type { DailyReturns } from './daily-returns.ts';
import { defined, undefinedBecause } from './metric-result.ts';
import { type Benchmark, pairedReturns } from './paired-returns.ts';
import { DEVIATION_MIN } from './sample-moments.ts';

/**
 * Up or down capture: the geometric mean return of the arm over the days on which the benchmark rose (or fell), over that of the
 * benchmark. Morningstar 2011, "Upside/downside capture ratio". Total returns, without a risk-free rate.
 *
 * Unit: ratio; 1 where the arm moves as the benchmark. Undefined without a benchmark, below two common days, without such a day, and
 * for a ruined account.
 */
export function captureRatio(
  returns: DailyReturns,
  benchmark: Benchmark | null,
  side: 'up' | 'down',
): MetricValue {
  const paired = pairedReturns(returns, benchmark && { ...benchmark, riskFree: 0 });
  if (typeof paired === 'string') return undefinedBecause(paired);
  let [growth, benchmarkGrowth, days] = [0, 0, 0];
  for (const [day, value] of paired.benchmark.entries()) {
    if (side === 'up' ? value <= 0 : value >= 0) continue;
    growth += Math.log1p(paired.arm[day]!);
    benchmarkGrowth += Math.log1p(value);
    days++;
  }
  const moved = side === 'up' ? 'rose' : 'fell';
  if (days === 0) return undefinedBecause(`the benchmark ${moved} on no day`);
  const captured = Math.expm1(benchmarkGrowth / days);
  if (Math.abs(captured) < DEVIATION_MIN)
    return undefinedBecause(`the benchmark ${moved} by nothing but rounding`);
  return defined(Math.expm1(growth / days) / captured);
}
