import { requireInput } from '../allocation-input.ts';
import { evenWeights, growthOf, type OnlinePortfolio, requireRelatives } from './online-portfolio.ts';

/**
 * Exponentiated gradient (Helmbold, Schapire, Singer & Warmuth 1998): weights grow with exp(rate·xᵢ/(w·x)). `rate` is the
 * learning rate, at least 0. E_PARAMETER_INVALID for one that is not.
 */
export function exponentiatedGradient(assets: number, rate = 0.05): OnlinePortfolio {
  requireInput(rate >= 0 && Number.isFinite(rate), 'exponentiatedGradient', 'the rate is at least 0', rate);
  let weights = evenWeights(assets);
  return {
    get weights() {
      return weights;
    },
    update(relatives) {
      requireRelatives(relatives, assets);
      const growth = growthOf(weights, relatives);
      const grown = weights.map((weight, i) => weight * Math.exp((rate * relatives[i]!) / growth));
      const total = grown.reduce((sum, weight) => sum + weight, 0);
      weights = grown.map((weight) => weight / total);
    },
  };
}
