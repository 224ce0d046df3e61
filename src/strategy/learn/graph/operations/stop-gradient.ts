import type { Node } from '../node.ts';

/** The node's value, through which no gradient flows; costs nothing in a compiled program. */
export function stopGradient(node: Node): Node {
  return node.graph.define({ kind: 'stop-gradient', operands: [node] }, node.shape);
}
