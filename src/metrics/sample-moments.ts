/**
 * Below this a standard deviation of returns is taken for none: a return is a ratio of two float64 numbers minus
 * one, so its rounding error is of the order of 1e-16 and no account varies by so little.
 */
export const DEVIATION_MIN = 1e-12;

/** Arithmetic mean, summed in order. NaN for no values. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Sample standard deviation with n − 1 in the denominator, in two passes. NaN below two values. */
export function standardDeviation(values: Float64Array): number {
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) * (value - centre);
  return Math.sqrt(sum / (values.length - 1));
}

/** The return of one period that compounds to `annualRate` over a year: `(1 + rate)^(1/P) − 1`. */
export function ratePerPeriod(annualRate: number, periodsPerYear: number): number {
  return Math.expm1(Math.log1p(annualRate) / periodsPerYear);
}
