import { simplexProjection } from '../simplex-projection.ts';
import { growthOf } from './online-portfolio.ts';

/**
 * The step of rules that predict price relatives: the nearest weights whose predicted growth reaches `aim` (Li & Hoi 2012,
 * algorithm 2). The same weights where it does already, or all predictions are equal.
 */
export function predictedReversion(
  weights: Float64Array,
  predicted: Float64Array,
  aim: number,
): Float64Array {
  const mean = predicted.reduce((sum, relative) => sum + relative, 0) / predicted.length;
  const excess = predicted.map((relative) => relative - mean);
  const squares = growthOf(excess, excess);
  if (!(squares > 0)) return weights;
  const step = Math.max(0, (aim - growthOf(weights, predicted)) / squares);
  return simplexProjection(weights.map((weight, i) => weight + step * excess[i]!));
}
