import type { Node } from '../node.ts';
import { multiply } from './multiply.ts';

/** The size of each element. */
export function absolute(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'absolute', operands: [node] }, node.shape);
}

/** −1, 0 or 1 as each element is below, at or above 0; its gradient is 0. */
export function sign(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'sign', operands: [node] }, node.shape);
}

/** The cotangent with the sign of the operand; 0 at 0. */
export function absoluteAdjoint({ operation }: Node, cotangent: Node): Node {
  return multiply(cotangent, sign(operation.operands[0]!));
}
