import { requireInput } from '../allocation-input.ts';
import { quadraticWeights } from '../quadratic-weights.ts';
import { evenWeights, growthOf } from './online-portfolio.ts';

const ROUNDS_MAX = 200;
const GAIN_MIN = 1e-15;

/**
 * The weights of the best constant rebalanced portfolio IN HINDSIGHT (Cover 1991, BCRP): those with the greatest mean
 * logarithm of growth over all of `relatives`, one array a period. It knows the whole of the future: a bound to compare
 * rules with, never a strategy. Newton's method with a quadratic program a step and halved steps. E_PARAMETER_INVALID for
 * no periods.
 */
export function bestConstantWeights(relatives: readonly Float64Array[]): Float64Array {
  requireInput(relatives.length > 0, 'bestConstantWeights', 'there is at least one period', 'none');
  let weights = evenWeights(relatives[0]!.length);
  let growth = meanLogGrowth(weights, relatives);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const aim = newtonAim(weights, relatives);
    let step = 1;
    let next = aim;
    while (step > 1e-9 && !(meanLogGrowth(next, relatives) > growth)) {
      step /= 2;
      next = weights.map((weight, i) => weight + step * (aim[i]! - weight));
    }
    const gain = meanLogGrowth(next, relatives) - growth;
    if (!(gain > GAIN_MIN)) break;
    weights = next;
    growth += gain;
  }
  return weights;
}

function meanLogGrowth(weights: Float64Array, relatives: readonly Float64Array[]): number {
  return relatives.reduce((sum, period) => sum + Math.log(growthOf(weights, period)), 0) / relatives.length;
}

/** The weights that maximise the second-order expansion of the mean log growth about `weights`. */
function newtonAim(weights: Float64Array, relatives: readonly Float64Array[]): Float64Array {
  const assets = weights.length;
  const gradient = new Float64Array(assets);
  const curvature = new Float64Array(assets * assets);
  for (const period of relatives) {
    const scaled = period.map((relative) => relative / growthOf(weights, period));
    for (let i = 0; i < assets; i++) {
      gradient[i]! += scaled[i]! / relatives.length;
      for (let j = 0; j < assets; j++)
        curvature[i * assets + j]! += (scaled[i]! * scaled[j]!) / relatives.length;
    }
  }
  const linear = gradient.map((value, i) => {
    let curved = 0;
    for (let j = 0; j < assets; j++) curved += curvature[i * assets + j]! * weights[j]!;
    return value + curved;
  });
  return quadraticWeights(curvature, linear);
}
