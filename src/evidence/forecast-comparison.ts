import { studentCumulative } from '../math/student-distribution.ts';

/** What the test says. */
export interface ForecastComparison {
  /** Below zero where the first forecast is the better one. */
  readonly statistic: number;
  /** Of Student's t that the statistic has: the cosines that the variance is estimated from. */
  readonly degrees: number;
  /** Two-sided. */
  readonly pValue: number;
}

/** Fewer cosines than this leave no variance to speak of. */
const DEGREES_MIN = 2;

/**
 * The test of Diebold & Mariano that two forecasts are equally good, on the differences of their losses (first less second), one a decision. The
 * long-run variance is the mean of the squared projections on the cosines of the ν lowest frequencies, and the statistic has Student's t with ν
 * degrees of freedom: such a test keeps its size in small samples, where one by autocovariances and the normal distribution does not. ν is
 * `⌊0.41 n^(2/3)⌋`, and at most `n / (2 horizon)`, since forecasts that look `horizon` decisions ahead have losses that depend on each other so far.
 * Null where that leaves fewer than two, and for differences that do not vary.
 *
 * Diebold & Mariano 1995, Journal of Business & Economic Statistics 13(3); Lazarus, Lewis, Stock & Watson 2018, the same 36(4), for variance and ν; Coroneo &
 * Iacone 2020, Journal of Applied Econometrics 35(4), for such tests of forecasts.
 */
export function compareForecasts(losses: Float64Array, horizon: number): ForecastComparison | null {
  const n = losses.length;
  const root = Math.cbrt(n);
  const degrees = Math.min(Math.floor(0.41 * root * root), Math.floor(n / (2 * horizon)));
  if (degrees < DEGREES_MIN) return null;
  const centre = losses.reduce((sum, value) => sum + value, 0) / n;
  const spread = losses.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  if (!(spread > 0)) return null;
  const variance = cosineVariance(losses, centre, degrees);
  if (!(variance > 0)) return null;
  const statistic = centre / Math.sqrt(variance / n);
  return { statistic, degrees, pValue: 2 * studentCumulative(-Math.abs(statistic), degrees) };
}

/** The mean of the squares of `√(2/n) Σ (d − mean) cos(π j (t − ½) / n)` over j from 1 to `count`. */
function cosineVariance(values: Float64Array, centre: number, count: number): number {
  const n = values.length;
  let sum = 0;
  for (let j = 1; j <= count; j++) {
    let projection = 0;
    for (let t = 0; t < n; t++) projection += (values[t]! - centre) * Math.cos((Math.PI * j * (t + 0.5)) / n);
    sum += (2 / n) * projection * projection;
  }
  return sum / count;
}
