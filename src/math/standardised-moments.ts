/** The shape of a sample. */
export interface StandardisedMoments {
  /** `m₃ / m₂^(3/2)`: 0 for a symmetric sample. */
  readonly skewness: number;
  /** Raw, `m₄ / m₂²`: 3 for the normal distribution. */
  readonly kurtosis: number;
}

/**
 * Skewness and raw kurtosis with central moments that are divided by n, without a correction of bias, as the probabilistic
 * Sharpe ratio takes them. NaN where the values do not vary, and for no values.
 */
export function standardisedMoments(values: Float64Array): StandardisedMoments {
  const n = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const centre = sum / n;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (const value of values) {
    const distance = value - centre;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  const variance = second / n;
  return {
    skewness: third / n / (variance * Math.sqrt(variance)),
    kurtosis: fourth / n / (variance * variance),
  };
}
