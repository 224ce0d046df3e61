import type { Node } from './graph/node.ts';
import { shapeError } from './graph/node.ts';
import { absolute } from './graph/operations/absolute.ts';
import { addScaled, shift, subtract } from './graph/operations/add-scaled.ts';
import { above } from './graph/operations/compare.ts';
import { divide } from './graph/operations/divide.ts';
import { exponential } from './graph/operations/exponential.ts';
import { gather, scatterAdd } from './graph/operations/gather.ts';
import { constant } from './graph/operations/leaf.ts';
import { logarithm } from './graph/operations/logarithm.ts';
import { maximum } from './graph/operations/maximum.ts';
import { multiply } from './graph/operations/multiply.ts';
import { sumOver } from './graph/operations/reduce.ts';
import { scale } from './graph/operations/scale.ts';
import { select } from './graph/operations/select.ts';
import type { PortfolioRows, TaskRows } from './loss.ts';

/** The softmax of scores, [tasks, rows, 1], over the rows of each slice; 0 for padding rows. */
export function softmaxWeights(scores: Node, rows: TaskRows): Node {
  const { graph } = scores;
  const isRow = above(rows.weights, constant(graph, 0, [1, 1, 1]));
  return shares(select(isRow, exponential(scores), constant(graph, 0, [1, 1, 1])), rows);
}

/** Non-negative numbers, [tasks, rows, 1], as shares of their sum over the rows of each slice. */
function shares(parts: Node, rows: TaskRows): Node {
  const { slices } = portfolioOf(rows);
  const totals = scatterAdd(parts, slices, parts.shape[1]);
  return divide(parts, maximum(gather(totals, slices), constant(parts.graph, 1e-12, [1, 1, 1])));
}

/**
 * The mean over the slices of a task of −ln(1 + Σ wᵢRᵢ) + c·Σ|wᵢ − wᵢ′|, [tasks, 1, 1]: R is the simple return behind the
 * label, c the cost of a unit of turnover, and w′ the weight of the symbol at the slice before, 0 where it had none; so
 * the first slice is bought from cash.
 */
export function wealthLoss(weights: Node, rows: TaskRows, turnoverCost: number): Node {
  const { slices, previous, hasPrevious, units, sliceWeights } = portfolioOf(rows);
  const extent = weights.shape[1];
  const returns = shift(exponential(multiply(rows.labels, units)), -1);
  const earned = scatterAdd(multiply(weights, returns), slices, extent);
  const before = multiply(hasPrevious, gather(weights, previous));
  const traded = scatterAdd(absolute(subtract(weights, before)), slices, extent);
  const losses = addScaled(scale(logarithm(shift(earned, 1)), -1), traded, turnoverCost);
  return sumOver(multiply(sliceWeights, losses), 'rows');
}

function portfolioOf({ portfolio }: TaskRows): PortfolioRows {
  if (portfolio) return portfolio;
  throw shapeError('a loss of wealth needs rows that know their slice and symbol', null);
}
