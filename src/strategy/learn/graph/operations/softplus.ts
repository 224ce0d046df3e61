import type { Node } from '../node.ts';
import { multiply } from './multiply.ts';
import { sigmoid } from './sigmoid.ts';

/** ln(1 + e^x) of each element, which neither overflows nor loses the small end. */
export function softplus(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'softplus', operands: [node] }, node.shape);
}

/** The cotangent times the logistic function of the operand. */
export function softplusAdjoint({ operation }: Node, cotangent: Node): Node {
  return multiply(cotangent, sigmoid(operation.operands[0]!));
}
