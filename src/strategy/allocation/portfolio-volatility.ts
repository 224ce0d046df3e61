import { assetsOf } from './allocation-input.ts';

/** √(w′Σw), in the unit of the covariance matrix, row-major; E_PARAMETER_INVALID for sizes that do not fit. */
export function portfolioVolatility(weights: ArrayLike<number>, covariance: Float64Array): number {
  const assets = assetsOf(covariance, 'portfolioVolatility');
  let variance = 0;
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < assets; j++) variance += weights[i]! * weights[j]! * covariance[i * assets + j]!;
  }
  return Math.sqrt(Math.max(0, variance));
}
