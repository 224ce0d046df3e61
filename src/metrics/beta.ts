import type { MetricValue } from '../model/metric-value.ts';
import { defined, undefinedBecause } from './metric-result.ts';
import { BENCHMARK_STILL, type PairedReturns, varies } from './paired-returns.ts';
import { mean } from './sample-moments.ts';

/**
 * Beta: `cov(r, b) / var(b)` of the daily excess returns of the arm and of the benchmark. Sharpe 1964, "Capital asset prices", Journal of
 * Finance 19(3).
 *
 * Unit: ratio. Undefined without a benchmark, below two common days, where the benchmark does not vary, and for a ruined account.
 */
export function beta(paired: PairedReturns | string): MetricValue {
  if (typeof paired === 'string') return undefinedBecause(paired);
  if (!varies(paired.benchmark)) return undefinedBecause(BENCHMARK_STILL);
  return defined(regressionSlope(paired.benchmark, paired.arm));
}

/** The slope of the least squares line of y on x, which varies. */
export function regressionSlope(x: Float64Array, y: Float64Array): number {
  const [centreX, centreY] = [mean(x), mean(y)];
  let products = 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    const distance = x[i]! - centreX;
    products += distance * (y[i]! - centreY);
    squares += distance * distance;
  }
  return products / squares;
}
