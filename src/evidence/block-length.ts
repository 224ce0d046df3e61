/** Autocorrelations within this many standard errors of zero count as none; the value of Politis & White. */
const SIGNIFICANCE = 2;

/**
 * The block length that minimises the mean squared error of the stationary bootstrap's variance of a mean:
 * `(2 G² / D)^(1/3) · n^(1/3)` with `G = Σ λ(k/M) |k| R(k)` and `D = 2 (Σ λ(k/M) R(k))²`, R the autocovariances
 * and λ the flat-top window. M is twice the first lag of a run of insignificant autocorrelations, as in the
 * authors' own programs; their text has the lag before it.
 *
 * Politis & White 2004, "Automatic block-length selection for the dependent bootstrap", Econometric Reviews 23(1), with the
 * constant D as corrected by Patton, Politis & White 2009, Econometric Reviews 28(4). Between 1 and
 * `min(3 √n, n / 3)`; 1 where the values do not vary. Expected block length, not rounded.
 */
export function blockLength(values: Float64Array): number {
  const n = values.length;
  const lagMax = Math.min(n - 1, Math.ceil(Math.sqrt(n)) + significanceRun(n));
  const covariance = autocovariances(values, lagMax);
  if (!(covariance[0]! > 0)) return 1;
  const window = Math.min(2 * firstInsignificantLag(covariance, n), lagMax);
  let level = covariance[0]!;
  let slope = 0;
  for (let k = 1; k <= window; k++) {
    const weighted = 2 * flatTop(k / window) * covariance[k]!;
    level += weighted;
    slope += weighted * k;
  }
  const length = Math.cbrt((slope * slope * n) / (level * level));
  const longest = Math.max(1, Math.ceil(Math.min(3 * Math.sqrt(n), n / 3)));
  return length >= 1 ? Math.min(length, longest) : 1;
}

/** How many insignificant autocorrelations in a row end the search; at least five. */
function significanceRun(n: number): number {
  return Math.max(5, Math.ceil(Math.sqrt(Math.log10(n))));
}

/** The first lag of a whole run of insignificant autocorrelations; the longest lag if there is no such run. */
function firstInsignificantLag(covariance: Float64Array, n: number): number {
  const bound = SIGNIFICANCE * Math.sqrt(Math.log10(n) / n) * covariance[0]!;
  const runLength = significanceRun(n);
  let run = 0;
  for (let lag = 1; lag < covariance.length; lag++) {
    run = Math.abs(covariance[lag]!) < bound ? run + 1 : 0;
    if (run === runLength) return lag - runLength + 1;
  }
  return covariance.length - 1;
}

/** Autocovariances at lags 0 to `lagMax`, divided by n. */
function autocovariances(values: Float64Array, lagMax: number): Float64Array {
  const n = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / n;
  const covariance = new Float64Array(lagMax + 1);
  for (let lag = 0; lag <= lagMax; lag++) {
    let products = 0;
    for (let i = lag; i < n; i++) products += (values[i]! - mean) * (values[i - lag]! - mean);
    covariance[lag] = products / n;
  }
  return covariance;
}

/** The trapezoidal flat-top window of Politis & Romano 1995: one up to a half, then falling to zero at one. */
function flatTop(position: number): number {
  return position <= 0.5 ? 1 : 2 * (1 - position);
}
