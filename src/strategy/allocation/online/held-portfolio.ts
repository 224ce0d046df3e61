import { evenWeights, growthOf, type OnlinePortfolio, requireRelatives } from './online-portfolio.ts';

/** Equal weights that are bought once and never traded again: the market of the literature. */
export function heldPortfolio(assets: number): OnlinePortfolio {
  let weights = evenWeights(assets);
  return {
    get weights() {
      return weights;
    },
    update(relatives) {
      requireRelatives(relatives, assets);
      const growth = growthOf(weights, relatives);
      weights = weights.map((weight, i) => (weight * relatives[i]!) / growth);
    },
  };
}
