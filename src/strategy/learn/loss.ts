import type { Node } from './graph/node.ts';
import { add, addScaled, subtract } from './graph/operations/add-scaled.ts';
import { sumTo } from './graph/operations/broadcast.ts';
import { constant } from './graph/operations/leaf.ts';
import { multiply } from './graph/operations/multiply.ts';
import { relu } from './graph/operations/relu.ts';
import { scale } from './graph/operations/scale.ts';
import { square } from './graph/operations/square.ts';
import type { RegressionLossSettings } from './learner-settings.ts';

/** The rows of each task that a loss is taken over; every node has the shape [tasks, rows, …]. */
export interface TaskRows {
  /** [tasks, rows, features] */
  readonly features: Node;
  /** [tasks, rows, 1] */
  readonly labels: Node;
  /** [tasks, rows, 1]; they sum to 1 over the rows of a task and are 0 for padding rows. */
  readonly weights: Node;
  /** Which rows make a portfolio together; absent where no loss asks for it. */
  readonly portfolio?: PortfolioRows;
}

/** Rows as positions of portfolios; every node has the shape [tasks, rows, 1]. */
export interface PortfolioRows {
  /** The place of the slice of a row among those of the task, counted from 0. */
  readonly slices: Node;
  /** The place of the row of the same symbol in the portfolio before; 0 where there is none. */
  readonly previous: Node;
  /** 1 where there is one, else 0. */
  readonly hasPrevious: Node;
  /** By the place of the slice: 1 where a portfolio before is known, else 0. */
  readonly isHeld: Node;
  /** The log return that a label of 1 stands for. */
  readonly units: Node;
  /** By the place of the slice: they sum to 1 over the slices of a task, and are 0 behind them. */
  readonly sliceWeights: Node;
}

/** The weighted mean of each task's losses under the settings, [tasks, 1, 1]. A padding row adds an exact zero. */
export function lossMean(prediction: Node, rows: TaskRows, settings: RegressionLossSettings): Node {
  const errors = subtract(prediction, rows.labels);
  const losses = settings.loss === 'huber' ? huber(errors, settings.huberThreshold) : square(errors);
  return sumTo(multiply(rows.weights, losses), [losses.shape[0], 1, 1]);
}

/** The weighted mean of the squared errors of each task, [tasks, 1, 1]. */
export function squaredErrorMean(prediction: Node, rows: TaskRows): Node {
  return lossMean(prediction, rows, { loss: 'squared-error', huberThreshold: 1 });
}

/** The loss of one error, outside of graphs. */
export function lossOf(error: number, { loss, huberThreshold }: RegressionLossSettings): number {
  if (loss === 'squared-error') return error * error;
  const size = Math.abs(error);
  return size <= huberThreshold ? 0.5 * error * error : huberThreshold * (size - 0.5 * huberThreshold);
}

/**
 * Huber's loss (1964, Annals of Mathematical Statistics 35, page 73): ½c² + δ·(excess), where c is the error cut to
 * ± δ and the excess is what was cut off. Its slope is c and its curvature 1 within ± δ and 0 beyond; at ± δ, where
 * the curvature jumps, it counts as 1.
 */
function huber(errors: Node, threshold: number): Node {
  const bound = constant(errors.graph, threshold, errors.shape);
  const above = relu(subtract(errors, bound));
  const below = relu(subtract(scale(errors, -1), bound));
  const cut = add(subtract(errors, above), below);
  return addScaled(scale(square(cut), 0.5), add(above, below), threshold);
}
