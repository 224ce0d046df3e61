import { requireInput } from './allocation-input.ts';
import { quadraticWeights, type WeightBounds } from './quadratic-weights.ts';

/** What mean-variance weights are computed from. */
export interface MeanVarianceProblem {
  /** The expected return of every asset over the period of the covariance matrix. */
  readonly mean: ArrayLike<number>;
  /** Row-major. */
  readonly covariance: Float64Array;
  /** What a unit of variance costs in return, halved; above 0. 1 gives the growth-optimal weights of small returns. */
  readonly riskAversion: number;
  readonly bounds?: WeightBounds;
}

/**
 * The fully invested weights that maximise mean·w − ½·riskAversion·w′Σw within the bounds (Markowitz 1952).
 * E_PARAMETER_INVALID for a risk aversion that is not above 0, returns that are not finite, and as `quadraticWeights`.
 */
export function meanVarianceWeights(problem: MeanVarianceProblem): Float64Array {
  const { mean, covariance, riskAversion, bounds = {} } = problem;
  const place = 'meanVarianceWeights';
  requireInput(
    riskAversion > 0 && Number.isFinite(riskAversion),
    place,
    'risk aversion is above 0',
    riskAversion,
  );
  const linear = Float64Array.from(mean, (value) => value / riskAversion);
  requireInput(linear.every(Number.isFinite), place, 'expected returns are finite', 'one that is not');
  return quadraticWeights(covariance, linear, bounds);
}
