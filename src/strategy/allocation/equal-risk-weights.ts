import { RegimetaError } from '../../model/regimeta-error.ts';
import { assetsOf, requireInput } from './allocation-input.ts';

/** Rounds over all assets; a few dozen suffice where correlations are moderate. */
const ROUNDS_MAX = 10_000;
const CHANGE_MIN = 1e-13;

/**
 * The long-only, fully invested weights of which each asset contributes its share of the portfolio's variance: an equal
 * one, or what `budgets` says, numbers above 0 that are divided by their sum (Maillard, Roncalli & Teïletche 2010). Found
 * as the minimum of ½x′Σx − Σ bᵢ ln xᵢ by cyclical coordinate descent (Griveau-Billion, Richard & Roncalli 2013), then
 * scaled to sum to 1. `covariance` is row-major and positive definite. E_PARAMETER_INVALID for sizes or budgets that do
 * not fit, and where the descent does not end, as for matrices that are not positive definite.
 */
export function equalRiskWeights(covariance: Float64Array, budgets?: ArrayLike<number>): Float64Array {
  const place = 'equalRiskWeights';
  const assets = assetsOf(covariance, place);
  requireInput(
    budgets === undefined || budgets.length === assets,
    place,
    'there is one budget an asset',
    budgets?.length,
  );
  const parts = Float64Array.from({ length: assets }, (_, i) => budgets?.[i] ?? 1);
  requireInput(
    parts.every((part) => part > 0 && part < 1e15),
    place,
    'budgets are above 0',
    parts,
  );
  const total = parts.reduce((sum, part) => sum + part, 0);
  const weights = Float64Array.from(parts, (_, i) => 1 / Math.sqrt(assets * covariance[i * assets + i]!));
  for (let round = 0; round < ROUNDS_MAX; round++) {
    let change = 0;
    for (let i = 0; i < assets; i++) {
      let others = 0;
      for (let j = 0; j < assets; j++) if (j !== i) others += covariance[i * assets + j]! * weights[j]!;
      const variance = covariance[i * assets + i]!;
      const root = Math.sqrt(others * others + (4 * variance * parts[i]!) / total);
      // The same root in the form that does not cancel.
      const next = others > 0 ? (2 * parts[i]!) / total / (others + root) : (root - others) / (2 * variance);
      change = Math.max(change, Math.abs(next / weights[i]! - 1));
      weights[i] = next;
    }
    if (change < CHANGE_MIN) return normalised(weights);
  }
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place,
    rule: 'the covariance matrix is positive definite',
    found: `no solution in ${ROUNDS_MAX} rounds`,
  });
}

function normalised(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
