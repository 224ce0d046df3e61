import type { Interval } from './bootstrap-interval.ts';
import { longRunVariance } from './long-run-variance.ts';

/** What each day adds to an estimate of one period, less its mean or not, and what annualises the estimate. */
export interface EstimateShape {
  readonly influence: Float64Array;
  readonly scale: number;
}

/**
 * By how much the spread of resamples is too small; from 1 on. Blocks of the bootstrap are short, and cut dependence over days apart. Where the
 * prewhitened standard error of the estimate is larger than that of the resamples, it is their ratio; times that of the quantiles of Student's t
 * with n − 4 degrees of freedom and of the normal distribution at 95 %, `1 + (z² + 1) / (4 ν)`. One where there is nothing to measure: up to 8 days, or
 * resamples that do not vary.
 */
export function robustStretch({ influence, scale }: EstimateShape, standardError: number): number {
  const n = influence.length;
  if (n <= 8 || !(standardError > 0)) return 1;
  const centre = influence.reduce((sum, value) => sum + value, 0) / n;
  const variance = longRunVariance(influence.map((value) => value - centre));
  const robust = scale * Math.sqrt(variance / (n - 4));
  return Math.max(1, robust / standardError) * (1 + (1.96 * 1.96 + 1) / (4 * (n - 4)));
}

/** The interval widened on both sides of its estimate as far as its resamples spread too little. */
export function stretchedInterval(interval: Interval, estimate: number, shape: EstimateShape): Interval {
  const stretch = robustStretch(shape, interval.standardError);
  if (stretch === 1) return interval;
  return {
    low: estimate - stretch * (estimate - interval.low),
    high: estimate + stretch * (interval.high - estimate),
    standardError: stretch * interval.standardError,
  };
}
