import type { Binary, Node } from '../node.ts';
import { atLeast, broadcastPair } from './compare.ts';
import { constant } from './leaf.ts';
import { select } from './select.ts';

/** The larger of two elements, broadcast together; NaN where one is NaN. Where they are equal the left one counts. */
export function maximum(left: Node, right: Node): Node {
  return broadcastPair('maximum', left, right);
}

/** The smaller of two elements, broadcast together; NaN where one is NaN. Where they are equal the left one counts. */
export function minimum(left: Node, right: Node): Node {
  return broadcastPair('minimum', left, right);
}

/** Each element within two finite numbers; the gradient is 0 outside of them. */
export function clamp(node: Node, [low, high]: readonly [low: number, high: number]): Node {
  const { graph } = node;
  return minimum(maximum(node, constant(graph, low, [1, 1, 1])), constant(graph, high, [1, 1, 1]));
}

/** The cotangent for the operand that counts. */
export function maximumAdjoints(operation: Binary, cotangent: Node): readonly [Node, Node] {
  const [left, right] = operation.operands;
  const isLeft = operation.function === 'maximum' ? atLeast(left, right) : atLeast(right, left);
  const zero = constant(cotangent.graph, 0, [1, 1, 1]);
  return [select(isLeft, cotangent, zero), select(isLeft, zero, cotangent)];
}
