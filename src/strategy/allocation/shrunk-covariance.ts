import { requireInput } from './allocation-input.ts';

/** A covariance matrix that was pulled towards a simpler one. */
export interface ShrunkCovariance {
  /** Row-major; positive definite unless nothing varies. */
  readonly covariance: Float64Array;
  /** The part of the simpler matrix in it, from 0 to 1. */
  readonly shrinkage: number;
}

/**
 * The covariance matrix of returns shrunk towards μI, μ being the mean variance, by as much as is estimated to be best in
 * the mean square (Ledoit & Wolf 2004, Journal of Multivariate Analysis 88(2), lemmas 3.2 to 3.4). `returns` has one array
 * an asset, all equally long and finite; the divisor is n. E_PARAMETER_INVALID for no assets, fewer than two periods,
 * arrays of different lengths, or a number that is not finite.
 */
export function shrunkCovariance(returns: readonly ArrayLike<number>[]): ShrunkCovariance {
  const assets = returns.length;
  const place = 'shrunkCovariance';
  requireInput(assets > 0, place, 'there is at least one asset', 'none');
  const periods = returns[0]!.length;
  requireInput(periods >= 2, place, 'there are at least two periods', periods);
  const centred = returns.map((one) => centre(one, periods));
  const covariance = new Float64Array(assets * assets);
  let spread = 0;
  let squares = 0;
  let trace = 0;
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < assets; j++) {
      let sum = 0;
      let fourth = 0;
      for (let t = 0; t < periods; t++) {
        const product = centred[i]![t]! * centred[j]![t]!;
        sum += product;
        fourth += product * product;
      }
      const entry = sum / periods;
      covariance[i * assets + j] = entry;
      spread += (fourth / periods - entry * entry) / periods;
      squares += entry * entry;
    }
    trace += covariance[i * assets + i]!;
  }
  const mean = trace / assets;
  // The squared distance of the sample matrix from μI.
  const distance = squares - assets * mean * mean;
  const shrinkage = distance > 0 ? Math.min(1, spread / distance) : 1;
  for (let at = 0; at < covariance.length; at++) covariance[at]! *= 1 - shrinkage;
  for (let i = 0; i < assets; i++) covariance[i * assets + i]! += shrinkage * mean;
  return { covariance, shrinkage };
}

function centre(values: ArrayLike<number>, periods: number): Float64Array {
  requireInput(
    values.length === periods,
    'shrunkCovariance',
    'all assets have as many periods',
    values.length,
  );
  const centred = Float64Array.from(values);
  const mean = centred.reduce((sum, value) => sum + value, 0) / periods;
  requireInput(Number.isFinite(mean), 'shrunkCovariance', 'returns are finite', 'one that is not');
  return centred.map((value) => value - mean);
}
