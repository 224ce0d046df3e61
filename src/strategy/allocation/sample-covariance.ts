import { requireInput } from './allocation-input.ts';

/**
 * The sample covariance matrix of returns, row-major. `returns` has one array an asset, all equally long, in time
 * order; NaN stands for a period without a return. Each pair is taken over the periods that both assets have, with the
 * divisor n − 1, so with gaps the matrix need not be positive definite. E_PARAMETER_INVALID for no assets, for arrays of
 * different lengths, and for a pair with fewer than two periods in common.
 */
export function sampleCovariance(returns: readonly ArrayLike<number>[]): Float64Array {
  const assets = returns.length;
  const place = 'sampleCovariance';
  requireInput(assets > 0, place, 'there is at least one asset', 'none');
  const sameLength = returns.every(({ length }) => length === returns[0]!.length);
  requireInput(sameLength, place, 'all assets have as many periods', 'different lengths');
  const covariance = new Float64Array(assets * assets);
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j <= i; j++) {
      covariance[i * assets + j] = pairCovariance(returns[i]!, returns[j]!);
      covariance[j * assets + i] = covariance[i * assets + j]!;
    }
  }
  return covariance;
}

function pairCovariance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let count = 0;
  let meanA = 0;
  let meanB = 0;
  let products = 0;
  for (let t = 0; t < a.length; t++) {
    if (!Number.isFinite(a[t]) || !Number.isFinite(b[t])) continue;
    count++;
    const distance = a[t]! - meanA;
    meanA += distance / count;
    meanB += (b[t]! - meanB) / count;
    products += distance * (b[t]! - meanB);
  }
  requireInput(count >= 2, 'sampleCovariance', 'two assets have at least two periods in common', count);
  return products / (count - 1);
}
