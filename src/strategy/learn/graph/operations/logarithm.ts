import type { Node } from '../node.ts';
import { divide } from './divide.ts';

/** The natural logarithm of each element: −Infinity of 0, NaN below. */
export function logarithm(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'logarithm', operands: [node] }, node.shape);
}

/** The cotangent over the operand. */
export function logarithmAdjoint({ operation }: Node, cotangent: Node): Node {
  return divide(cotangent, operation.operands[0]!);
}
