import { quadraticWeights, type WeightBounds } from './quadratic-weights.ts';

/**
 * The fully invested weights of least variance w′Σw within the bounds (Markowitz 1952); `covariance` is row-major.
 * E_PARAMETER_INVALID as `quadraticWeights`.
 */
export function minimumVarianceWeights(covariance: Float64Array, bounds: WeightBounds = {}): Float64Array {
  return quadraticWeights(covariance, new Float64Array(Math.round(Math.sqrt(covariance.length))), bounds);
}
