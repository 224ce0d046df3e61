import type { Node } from './graph/node.ts';
import { shapeError } from './graph/node.ts';
import { absolute } from './graph/operations/absolute.ts';
import { add, addScaled, shift, subtract } from './graph/operations/add-scaled.ts';
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

/** What a portfolio is divided by where nothing is left of it. */
const WEALTH_MIN = 1e-12;

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
 * The mean over the slices of a task of −ln(1 + Σ wᵢRᵢ) + c·(Σ|wᵢ − vᵢ| + what is sold of symbols without a row), [tasks, 1, 1]: R is the
 * simple return behind the label, c the cost of a unit of turnover, and v what the portfolio of a label horizon before has become
 * by its returns, vᵢ = wᵢ′(1 + Rᵢ′) / (1 + Σ wⱼ′Rⱼ′). Where no row lies so far back, the portfolio is bought from cash.
 */
export function wealthLoss(weights: Node, rows: TaskRows, turnoverCost: number): Node {
  const { slices, previous, hasPrevious, isHeld, units, sliceWeights } = portfolioOf(rows);
  const { graph } = weights;
  const extent = weights.shape[1];
  const growth = exponential(multiply(rows.labels, units));
  const wealth = shift(scatterAdd(multiply(weights, shift(growth, -1)), slices, extent), 1);
  const least = constant(graph, WEALTH_MIN, [1, 1, 1]);
  const drifted = divide(multiply(weights, growth), maximum(gather(wealth, slices), least));
  const before = multiply(hasPrevious, gather(drifted, previous));
  const sold = subtract(isHeld, scatterAdd(before, slices, extent));
  const traded = add(scatterAdd(absolute(subtract(weights, before)), slices, extent), sold);
  const losses = addScaled(scale(logarithm(wealth), -1), traded, turnoverCost);
  return sumOver(multiply(sliceWeights, losses), 'rows');
}

function portfolioOf({ portfolio }: TaskRows): PortfolioRows {
  if (portfolio) return portfolio;
  throw shapeError('a loss of wealth needs rows that know their slice and symbol', null);
}
