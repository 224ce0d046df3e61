import { RegimetaError } from '../../model/regimeta-error.ts';

/** Throws E_PARAMETER_INVALID for an input of an allocator that breaks its rule. */
export function requireInput(holds: boolean, place: string, rule: string, found: unknown): void {
  if (holds) return;
  throw new RegimetaError('E_PARAMETER_INVALID', { place, rule, found: String(found) });
}

/** The number of assets of a covariance matrix, row-major; E_PARAMETER_INVALID unless it is square, finite and has variances above 0. */
export function assetsOf(covariance: Float64Array, place: string): number {
  const assets = Math.round(Math.sqrt(covariance.length));
  const isSquare = assets > 0 && assets * assets === covariance.length;
  requireInput(isSquare, place, 'a covariance matrix is square', `${covariance.length} numbers`);
  requireInput(covariance.every(Number.isFinite), place, 'covariances are finite', 'one that is not');
  for (let i = 0; i < assets; i++) {
    const variance = covariance[i * assets + i]!;
    requireInput(variance > 0, place, 'variances are above 0', variance);
  }
  return assets;
}
