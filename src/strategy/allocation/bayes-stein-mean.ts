import { symmetricEigen } from '../../math/symmetric-eigen.ts';
import { assetsOf, requireInput } from './allocation-input.ts';

/** Mean returns that were pulled towards one another. */
export interface BayesSteinMean {
  /** One an asset. */
  readonly mean: Float64Array;
  /** The part of the common mean in each of them, from 0 to 1. */
  readonly shrinkage: number;
}

/**
 * Mean returns m shrunk to m₀, that of the portfolio of least variance, by (N + 2) / (N + 2 + T·(m − m₀)′Σ⁻¹(m − m₀)) (Bayes–Stein;
 * Jorion 1986, Journal of Financial and Quantitative Analysis 21(3), equations 14 and 17). N are the assets and T the independent periods that the means
 * are taken over, at least 1: of returns that overlap, as many as would not. `covariance` is row-major, of the same periods, and
 * positive definite. E_PARAMETER_INVALID for what is not so.
 */
export function bayesSteinMean(
  mean: ArrayLike<number>,
  covariance: Float64Array,
  periods: number,
): BayesSteinMean {
  const place = 'bayesSteinMean';
  const assets = assetsOf(covariance, place);
  requireInput(mean.length === assets, place, 'there is one mean an asset', mean.length);
  const given = Float64Array.from(mean);
  requireInput(given.every(Number.isFinite), place, 'means are finite', 'one that is not');
  requireInput(periods >= 1 && Number.isFinite(periods), place, 'there is at least one period', periods);
  const { values, vectors } = symmetricEigen(covariance, assets);
  const least = values[assets - 1]!;
  requireInput(least > 0, place, 'the covariance matrix is positive definite', `an eigenvalue of ${least}`);
  // Along each eigenvector: the sum of its entries, and what the means have of it.
  let sumOfOnes = 0;
  let sumOfMeans = 0;
  values.forEach((value, one) => {
    const vector = vectors.subarray(one * assets, (one + 1) * assets);
    const ones = vector.reduce((sum, entry) => sum + entry, 0);
    sumOfOnes += (ones * ones) / value;
    sumOfMeans += (ones * project(vector, given)) / value;
  });
  const common = sumOfMeans / sumOfOnes;
  const beyond = given.map((value) => value - common);
  const distance = values.reduce((sum, value, one) => {
    const along = project(vectors.subarray(one * assets, (one + 1) * assets), beyond);
    return sum + (along * along) / value;
  }, 0);
  const shrinkage = (assets + 2) / (assets + 2 + periods * distance);
  return { mean: given.map((value) => (1 - shrinkage) * value + shrinkage * common), shrinkage };
}

function project(vector: Float64Array, values: Float64Array): number {
  return vector.reduce((sum, entry, i) => sum + entry * values[i]!, 0);
}
