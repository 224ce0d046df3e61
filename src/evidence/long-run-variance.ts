import { mean } from './resampled-returns.ts';

/** The autoregression of a series that is near a unit root is taken for this. */
const ROOT_MAX = 0.97;

/** The lags of longer series are cut off at so many bandwidths, where the kernel has all but died out. */
const BANDWIDTHS_MAX = 30;

/**
 * The long-run variance of a series with mean zero: that of √n times its mean. Prewhitened by an autoregression of order one, by the
 * quadratic spectral kernel with Andrews' automatic bandwidth for such a process, and recoloured.
 *
 * Andrews 1991, Econometrica 59(3); Andrews & Monahan 1992, Econometrica 60(4): what Ledoit & Wolf 2008 take. Zero for a series
 * that does not vary.
 */
export function longRunVariance(values: Float64Array): number {
  const n = values.length;
  const root = clampedRoot(values);
  const residuals = new Float64Array(n - 1);
  for (let i = 1; i < n; i++) residuals[i - 1] = values[i]! - root * values[i - 1]!;
  const centre = mean(residuals);
  for (let i = 0; i < residuals.length; i++) residuals[i]! -= centre;
  const left = clampedRoot(residuals);
  const curvature = (4 * left * left) / ((1 - left) * (1 - left) * (1 - left) * (1 - left));
  const bandwidth = 1.3221 * fifthRoot(curvature * n);
  let sum = autocovariance(residuals, 0);
  const lagMax = Math.min(residuals.length - 1, Math.ceil(BANDWIDTHS_MAX * bandwidth));
  for (let lag = 1; lag <= lagMax; lag++) {
    sum += 2 * quadraticSpectral(lag / bandwidth) * autocovariance(residuals, lag);
  }
  return Math.max(0, sum) / ((1 - root) * (1 - root));
}

/** The first autocorrelation, kept away from a unit root. */
function clampedRoot(values: Float64Array): number {
  const variance = autocovariance(values, 0);
  if (!(variance > 0)) return 0;
  return Math.max(-ROOT_MAX, Math.min(ROOT_MAX, autocovariance(values, 1) / variance));
}

function autocovariance(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < values.length; i++) sum += values[i]! * values[i - lag]!;
  return sum / values.length;
}

function quadraticSpectral(x: number): number {
  const angle = (6 * Math.PI * x) / 5;
  return (3 / (angle * angle)) * (Math.sin(angle) / angle - Math.cos(angle));
}

function fifthRoot(value: number): number {
  return value > 0 ? Math.exp(Math.log(value) / 5) : 0;
}
