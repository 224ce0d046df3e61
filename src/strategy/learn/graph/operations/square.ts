import type { Node } from '../node.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

/** The square of each element. */
export function square(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'square', operands: [node] }, node.shape);
}

/** The cotangent times twice the operand. */
export function squareAdjoint({ operation }: Node, cotangent: Node): Node {
  return scale(multiply(cotangent, operation.operands[0]!), 2);
}
