import type { Node } from '../node.ts';
import { absolute } from '../operations/absolute.ts';
import { addScaled, subtract } from '../operations/add-scaled.ts';
import { constant } from '../operations/leaf.ts';
import { maximum, minimum } from '../operations/maximum.ts';
import { multiply } from '../operations/multiply.ts';
import { sumOver } from '../operations/reduce.ts';
import { scale } from '../operations/scale.ts';
import { softplus } from '../operations/softplus.ts';
import { logSoftmax } from './softmax.ts';

/**
 * −Σ p ln softmax(z) over the columns for each row, [tasks, rows, 1]: `logits` z and `targets` p of one column a class,
 * which sum to 1 over a row, or to 0 for a row that does not count.
 */
export function crossEntropy(logits: Node, targets: Node): Node {
  return scale(sumOver(multiply(targets, logSoftmax(logits, 'columns')), 'columns'), -1);
}

/** −y ln σ(z) − (1 − y) ln(1 − σ(z)) of each element, as softplus(z) − yz; `targets` y lie in [0, 1]. */
export function logisticLoss(logits: Node, targets: Node): Node {
  return subtract(softplus(logits), multiply(targets, logits));
}

/** ½e² where |e| is at most the threshold δ > 0, else δ(|e| − ½δ), of each element (Huber 1964). */
export function huberLoss(errors: Node, threshold: number): Node {
  const size = absolute(errors);
  const cut = minimum(size, constant(errors.graph, threshold, [1, 1, 1]));
  return multiply(cut, addScaled(size, cut, -0.5));
}

/**
 * The pinball loss of each element, qe where e ≥ 0 and (q − 1)e where not, for e = label − prediction: its mean is
 * least at the quantile q of the labels (Koenker & Bassett 1978). `quantile` is a number in (0, 1), or a node of them
 * that broadcasts, for instance one for each column.
 */
export function pinballLoss(errors: Node, quantile: number | Node): Node {
  const upper = typeof quantile === 'number' ? scale(errors, quantile) : multiply(errors, quantile);
  return maximum(upper, subtract(upper, errors));
}
