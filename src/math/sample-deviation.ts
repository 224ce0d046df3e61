/** The standard deviation of a sample, with n − 1 in the denominator; NaN for fewer than two values. */
export function sampleDeviation(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const centre = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - centre) * (value - centre);
  return Math.sqrt(squares / (values.length - 1));
}
