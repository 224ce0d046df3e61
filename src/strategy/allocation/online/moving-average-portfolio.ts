import { requireInput } from '../allocation-input.ts';
import { evenWeights, type OnlinePortfolio, requireRelatives } from './online-portfolio.ts';
import { predictedReversion } from './predicted-reversion.ts';

/** Settings of online moving-average reversion. */
export interface MovingAverageSettings {
  /** `'simple'` for OLMAR-1, a mean over `window` prices; `'exponential'` for OLMAR-2, with `decay`. */
  readonly average?: 'simple' | 'exponential';
  /** Prices of the simple mean, from 2. */
  readonly window?: number;
  /** The weight of the last price in the exponential mean, above 0 and at most 1. */
  readonly decay?: number;
  /** The predicted growth that weights are moved to reach; above 1. */
  readonly aim?: number;
}

/**
 * Online moving-average reversion (Li & Hoi 2012; Li, Hoi, Sahoo & Liu 2015): prices are predicted to return to their mean.
 * OLMAR-1 keeps equal weights for two periods, then predicts the last relative until the window is full by one more.
 * E_PARAMETER_INVALID for settings out of range.
 */
export function movingAveragePortfolio(
  assets: number,
  { average = 'simple', window = 5, decay = 0.5, aim = 10 }: MovingAverageSettings = {},
): OnlinePortfolio {
  const place = 'movingAveragePortfolio';
  requireInput(Number.isInteger(window) && window >= 2, place, 'the window is at least 2 prices', window);
  requireInput(decay > 0 && decay <= 1, place, 'the decay is above 0 and at most 1', decay);
  requireInput(aim > 1 && Number.isFinite(aim), place, 'the aim is above 1', aim);
  const past: Float64Array[] = [];
  let weights = evenWeights(assets);
  let smoothed = new Float64Array(assets).fill(1);
  let seen = 0;
  return {
    get weights() {
      return weights;
    },
    update(relatives) {
      requireRelatives(relatives, assets);
      seen++;
      past.push(relatives.slice());
      if (past.length > window - 1) past.shift();
      if (average === 'exponential') {
        smoothed = smoothed.map((mean, i) => decay + ((1 - decay) * mean) / relatives[i]!);
        weights = predictedReversion(weights, smoothed, aim);
      } else if (seen > 1) {
        weights = predictedReversion(weights, seen > window ? simpleMean(past) : relatives, aim);
      }
    },
  };
}

/** The mean of the last prices over the last price, from the relatives between them. */
function simpleMean(past: readonly Float64Array[]): Float64Array {
  return past[0]!.map((_, i) => {
    let price = 1;
    let sum = 1;
    for (let back = past.length - 1; back >= 0; back--) {
      price /= past[back]![i]!;
      sum += price;
    }
    return sum / (past.length + 1);
  });
}
