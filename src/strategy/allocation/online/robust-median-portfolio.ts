import { requireInput } from '../allocation-input.ts';
import { evenWeights, type OnlinePortfolio, requireRelatives } from './online-portfolio.ts';
import { predictedReversion } from './predicted-reversion.ts';
import { spatialMedian } from './spatial-median.ts';

/** Settings of robust median reversion. */
export interface RobustMedianSettings {
  /** Prices of the median, from 2. */
  readonly window?: number;
  /** The predicted growth that weights are moved to reach; above 1. */
  readonly aim?: number;
}

/**
 * Robust median reversion (Huang, Zhou, Li, Hoi & Zhou 2013): prices are predicted to return to the spatial median of the
 * last ones, and until the window is full by one more to repeat their last relative.
 * E_PARAMETER_INVALID for settings out of range.
 */
export function robustMedianPortfolio(
  assets: number,
  { window = 5, aim = 5 }: RobustMedianSettings = {},
): OnlinePortfolio {
  const place = 'robustMedianPortfolio';
  requireInput(Number.isInteger(window) && window >= 2, place, 'the window is at least 2 prices', window);
  requireInput(aim > 1 && Number.isFinite(aim), place, 'the aim is above 1', aim);
  let weights = evenWeights(assets);
  let prices: Float64Array[] = [new Float64Array(assets).fill(1)];
  let seen = 0;
  return {
    get weights() {
      return weights;
    },
    update(relatives) {
      requireRelatives(relatives, assets);
      seen++;
      const last = prices.at(-1)!.map((price, i) => price * relatives[i]!);
      prices = [...prices, last].slice(-window);
      const median = seen > window ? spatialMedian(prices) : null;
      const predicted = median ? median.map((price, i) => price / last[i]!) : relatives;
      weights = predictedReversion(weights, predicted, aim);
    },
  };
}
