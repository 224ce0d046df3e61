import { requireInput } from '../allocation-input.ts';

/**
 * A rule of online portfolio selection (Li & Hoi 2014, ACM Computing Surveys 46(3)): it holds long-only, fully invested
 * weights over a period, and changes them by the price relatives of that period alone.
 */
export interface OnlinePortfolio {
  /** The weights to hold over the next period; they are at least 0 and sum to 1. An array that the next update replaces. */
  readonly weights: Float64Array;
  /** Takes price after over price before of every asset for the period that has just ended; finite and above 0. */
  update(relatives: Float64Array): void;
}

/** Equal weights, with which all rules begin; E_PARAMETER_INVALID for a number of assets that is not whole and from 1. */
export function evenWeights(assets: number): Float64Array {
  requireInput(
    Number.isInteger(assets) && assets >= 1,
    'online portfolio',
    'there is at least one asset',
    assets,
  );
  return new Float64Array(assets).fill(1 / assets);
}

/** E_PARAMETER_INVALID unless there is one relative an asset, each finite and above 0. */
export function requireRelatives(relatives: Float64Array, assets: number): void {
  const place = 'online portfolio';
  requireInput(relatives.length === assets, place, 'there is one price relative an asset', relatives.length);
  for (const relative of relatives) {
    requireInput(relative > 0 && Number.isFinite(relative), place, 'price relatives are above 0', relative);
  }
}

/** The factor that a portfolio grows by, before costs. */
export function growthOf(weights: Float64Array, relatives: Float64Array): number {
  let growth = 0;
  for (let i = 0; i < weights.length; i++) growth += weights[i]! * relatives[i]!;
  return growth;
}
