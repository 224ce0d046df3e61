import { requireInput } from '../allocation-input.ts';
import { evenWeights, type OnlinePortfolio, requireRelatives } from './online-portfolio.ts';

/**
 * The constant rebalanced portfolio (Cover 1991): the same weights at every period; equal ones, UCRP, where none are
 * given. E_PARAMETER_INVALID for weights that are not as many as assets.
 */
export function constantPortfolio(
  assets: number,
  weights: Float64Array = evenWeights(assets),
): OnlinePortfolio {
  requireInput(
    weights.length === assets,
    'constantPortfolio',
    'there is one weight an asset',
    weights.length,
  );
  return { weights: weights.slice(), update: (relatives) => requireRelatives(relatives, assets) };
}
