import type { Binary, Node } from '../node.ts';
import { broadcastTo, commonShape, sumTo } from './broadcast.ts';
import { constantValue } from './leaf.ts';
import { scale } from './scale.ts';

/** The elementwise product, broadcast together. */
export function multiply(left: Node, right: Node): Node {
  const shape = commonShape(left, right);
  const leftValue = constantValue(left);
  if (leftValue !== null) return scale(broadcastTo(right, shape), leftValue);
  const rightValue = constantValue(right);
  if (rightValue !== null) return scale(broadcastTo(left, shape), rightValue);
  return left.graph.define({ kind: 'binary', function: 'multiply', operands: [left, right] }, shape);
}

/** The cotangent times the other operand, summed over what was broadcast. */
export function multiplyAdjoints({ operands }: Binary, cotangent: Node): readonly [Node, Node] {
  const [left, right] = operands;
  return [sumTo(multiply(cotangent, right), left.shape), sumTo(multiply(cotangent, left), right.shape)];
}
