import { requireInput } from '../allocation-input.ts';
import { simplexProjection } from '../simplex-projection.ts';
import { evenWeights, growthOf, type OnlinePortfolio, requireRelatives } from './online-portfolio.ts';

/** Settings of passive-aggressive mean reversion. */
export interface PassiveAggressiveSettings {
  /** The growth of a period from which on the rule acts; at least 0. */
  readonly threshold?: number;
  /** `0` for PAMR, `1` with steps of at most `aggressiveness`, `2` with steps damped by it. */
  readonly variant?: 0 | 1 | 2;
  /** Above 0; read by variants 1 and 2. */
  readonly aggressiveness?: number;
}

/**
 * Passive-aggressive mean reversion (Li, Zhao, Hoi & Gopalkrishnan 2012): where the portfolio grew by more than the
 * threshold, weights move away from what rose, just as far as would have brought the growth down to it.
 * E_PARAMETER_INVALID for settings out of range.
 */
export function passiveAggressivePortfolio(
  assets: number,
  { threshold = 0.5, variant = 0, aggressiveness = 500 }: PassiveAggressiveSettings = {},
): OnlinePortfolio {
  const place = 'passiveAggressivePortfolio';
  requireInput(threshold >= 0 && Number.isFinite(threshold), place, 'the threshold is at least 0', threshold);
  requireInput(aggressiveness > 0, place, 'aggressiveness is above 0', aggressiveness);
  let weights = evenWeights(assets);
  return {
    get weights() {
      return weights;
    },
    update(relatives) {
      requireRelatives(relatives, assets);
      const mean = relatives.reduce((sum, relative) => sum + relative, 0) / assets;
      const excess = relatives.map((relative) => relative - mean);
      const squares = growthOf(excess, excess);
      const loss = Math.max(0, growthOf(weights, relatives) - threshold);
      const damped = squares + (variant === 2 ? 1 / (2 * aggressiveness) : 0);
      // Where all assets moved alike there is nothing to choose.
      if (!(squares > 0)) return;
      const step = variant === 1 ? Math.min(aggressiveness, loss / damped) : loss / damped;
      weights = simplexProjection(weights.map((weight, i) => weight - step * excess[i]!));
    },
  };
}
