import type { Node } from '../node.ts';
import { broadcastTo, commonShape } from './broadcast.ts';
import { broadcastPair } from './compare.ts';
import { constant, constantValue } from './leaf.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

/** The elementwise quotient, broadcast together; as IEEE 754 has it where the right operand is 0. */
export function divide(left: Node, right: Node): Node {
  if (constantValue(right) === 1) return broadcastTo(left, commonShape(left, right));
  return broadcastPair('divide', left, right);
}

/** One over each element. */
export function reciprocal(node: Node): Node {
  return divide(constant(node.graph, 1, [1, 1, 1]), node);
}

/** Of l / r: 1 / r for l and −(l / r) / r for r, where `quotient` is the node itself. */
export function divideAdjoints(quotient: Node, cotangent: Node): readonly [Node, Node] {
  const forLeft = divide(cotangent, quotient.operation.operands[1]!);
  return [forLeft, scale(multiply(forLeft, quotient), -1)];
}
