import type { Axis, Node } from '../node.ts';
import { add, subtract } from '../operations/add-scaled.ts';
import { divide } from '../operations/divide.ts';
import { exponential } from '../operations/exponential.ts';
import { constant } from '../operations/leaf.ts';
import { logarithm } from '../operations/logarithm.ts';
import { maximum } from '../operations/maximum.ts';
import { maximumOver, sumOver } from '../operations/reduce.ts';
import { select } from '../operations/select.ts';
import { stopGradient } from '../operations/stop-gradient.ts';

/** Below every score that a program computes with; e to the power of it is 0 in both precisions. */
const SCORE_MIN = -1e30;

/** e^x / Σ e^x along an axis. The largest element is subtracted before, so that nothing overflows. */
export function softmax(scores: Node, axis: Axis): Node {
  const powers = exponential(belowLargest(scores, axis));
  return divide(powers, sumOver(powers, axis));
}

/** The logarithm of the softmax along an axis, without the loss of taking one after the other. */
export function logSoftmax(scores: Node, axis: Axis): Node {
  const below = belowLargest(scores, axis);
  return subtract(below, logarithm(sumOver(exponential(below), axis)));
}

/** ln Σ e^x along an axis, whose extent becomes 1. */
export function logSumExponential(scores: Node, axis: Axis): Node {
  const largest = stopGradient(maximumOver(scores, axis));
  return add(logarithm(sumOver(exponential(subtract(scores, largest)), axis)), largest);
}

/**
 * The softmax along an axis over the elements where `mask` is above 0; the others are 0, whatever their score is, and
 * so is a line without any. The mask broadcasts to the scores.
 */
export function maskedSoftmax(scores: Node, mask: Node, axis: Axis): Node {
  const { graph } = scores;
  const [zero, least] = [constant(graph, 0, [1, 1, 1]), constant(graph, SCORE_MIN, [1, 1, 1])];
  const known = select(mask, scores, least);
  const powers = select(mask, exponential(belowLargest(known, axis)), zero);
  const total = sumOver(powers, axis);
  // The largest element has the power 1, so that only the total of a line without any is below ½.
  return divide(powers, maximum(total, constant(graph, 0.5, [1, 1, 1])));
}

function belowLargest(scores: Node, axis: Axis): Node {
  return subtract(scores, stopGradient(maximumOver(scores, axis)));
}
