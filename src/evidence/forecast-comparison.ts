import { studentCumulative } from '../math/student-distribution.ts';

/** What the test says. */
export interface ForecastComparison {
  /** Below zero where the first forecast is the better one; of Student's t with n − 1 degrees of freedom. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * The test of Diebold & Mariano that two forecasts are equally good, on the differences of their losses (first less second), one a decision,
 * with the correction of Harvey, Leybourne & Newbold: forecasts that look `horizon` decisions ahead leave `horizon − 1`
 * autocovariances in the variance of the mean. Where these make it zero or less, they are weighted by Bartlett's kernel. Null for
 * fewer than three differences, a horizon that leaves no degree of freedom, and differences that do not vary.
 *
 * Diebold & Mariano 1995, Journal of Business & Economic Statistics 13(3); Harvey, Leybourne & Newbold 1997, International Journal of
 * Forecasting 13(2), eq. 9.
 */
export function compareForecasts(losses: Float64Array, horizon: number): ForecastComparison | null {
  const n = losses.length;
  const correction = (n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n;
  if (n < 3 || !(correction > 0)) return null;
  const centre = losses.reduce((sum, value) => sum + value, 0) / n;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += (losses[i]! - centre) * (losses[i - lag]! - centre);
    return sum / n;
  };
  const own = covariance(0);
  if (!(own > 0)) return null;
  let [flat, weighted] = [own, own];
  for (let lag = 1; lag < horizon; lag++) {
    flat += 2 * covariance(lag);
    weighted += 2 * (1 - lag / horizon) * covariance(lag);
  }
  const variance = (flat > 0 ? flat : weighted) / n;
  const statistic = (centre / Math.sqrt(variance)) * Math.sqrt(correction);
  return { statistic, pValue: 2 * studentCumulative(-Math.abs(statistic), n - 1) };
}
