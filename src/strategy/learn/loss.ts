import type { Node } from './graph/node.ts';
import { subtract } from './graph/operations/add-scaled.ts';
import { sumTo } from './graph/operations/broadcast.ts';
import { multiply } from './graph/operations/multiply.ts';
import { square } from './graph/operations/square.ts';

/** The rows of each task that a loss is taken over; every node has the shape [tasks, rows, …]. */
export interface TaskRows {
  /** [tasks, rows, features] */
  readonly features: Node;
  /** [tasks, rows, 1] */
  readonly labels: Node;
  /** [tasks, rows, 1]; they sum to 1 over the rows of a task and are 0 for padding rows. */
  readonly weights: Node;
}

/** The weighted mean of the squared errors of each task, [tasks, 1, 1]. A padding row adds an exact zero. */
export function squaredErrorMean(prediction: Node, rows: TaskRows): Node {
  const errors = multiply(rows.weights, square(subtract(prediction, rows.labels)));
  return sumTo(errors, [errors.shape[0], 1, 1]);
}
