import type { Node } from '../node.ts';
import { constant } from './leaf.ts';
import { select } from './select.ts';

/** The larger of each element and 0; NaN stays NaN. */
export function relu(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'relu', operands: [node] }, node.shape);
}

/** The cotangent where the operand is above 0; the kink at 0 counts as closed. */
export function reluAdjoint({ operation }: Node, cotangent: Node): Node {
  return select(operation.operands[0]!, cotangent, constant(cotangent.graph, 0, [1, 1, 1]));
}
