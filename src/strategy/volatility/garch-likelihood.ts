/** Of y = mean + e with the variance h(t) = constant + arch·e(t−1)² + garch·h(t−1). */
export interface GarchParameters {
  readonly mean: number;
  readonly constant: number;
  readonly arch: number;
  readonly garch: number;
}

/** The log likelihood at some parameters, with its derivatives. */
export interface GarchLikelihood {
  readonly value: number;
  /** By mean, constant, arch and garch. */
  readonly gradient: Float64Array;
  /** Σ gₜg′ₜ of the derivatives of single terms, 4 × 4, row-major. */
  readonly outer: Float64Array;
  /** The forecast variance of the return after the last. */
  readonly varianceNext: number;
}

const LOG_TWO_PI = 1.8378770664093453;

/**
 * The Gaussian log likelihood of GARCH(1,1) (Bollerslev 1986). Pre-sample rule: before the first return both e² and h are
 * Σ(y − mean)²/T at the present mean (Fiorentini, Calzolari & Panattoni 1996).
 */
export function garchLikelihood(
  returns: ArrayLike<number>,
  { mean, constant, arch, garch }: GarchParameters,
): GarchLikelihood {
  const count = returns.length;
  let squaresBefore = 0;
  let slope = 0;
  for (let t = 0; t < count; t++) {
    const error = returns[t]! - mean;
    squaresBefore += (error * error) / count;
    slope -= (2 * error) / count;
  }
  let variance = squaresBefore;
  let squareSlope = slope;
  const change = Float64Array.of(slope, 0, 0, 0);
  const term = new Float64Array(4);
  const gradient = new Float64Array(4);
  const outer = new Float64Array(16);
  let value = 0;
  for (let t = 0; t < count; t++) {
    change[0] = arch * squareSlope + garch * change[0]!;
    change[1] = 1 + garch * change[1]!;
    change[2] = squaresBefore + garch * change[2]!;
    change[3] = variance + garch * change[3]!;
    variance = constant + arch * squaresBefore + garch * variance;
    const error = returns[t]! - mean;
    squaresBefore = error * error;
    squareSlope = -2 * error;
    value -= (LOG_TWO_PI + Math.log(variance) + squaresBefore / variance) / 2;
    const factor = (squaresBefore / variance - 1) / (2 * variance);
    for (let i = 0; i < 4; i++) term[i] = factor * change[i]!;
    term[0]! += error / variance;
    for (let i = 0; i < 4; i++) {
      gradient[i]! += term[i]!;
      for (let j = 0; j < 4; j++) outer[i * 4 + j]! += term[i]! * term[j]!;
    }
  }
  const varianceNext = constant + arch * squaresBefore + garch * variance;
  return { value, gradient, outer, varianceNext };
}
