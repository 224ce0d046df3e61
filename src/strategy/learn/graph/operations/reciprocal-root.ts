import type { Node } from '../node.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';
import { square } from './square.ts';

/** One over the square root of each element; elements must be positive, 0 gives Infinity. */
export function reciprocalRoot(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'reciprocal-root', operands: [node] }, node.shape);
}

/** `root` is the reciprocal-root node itself: its slope is −r³ / 2. */
export function reciprocalRootAdjoint(root: Node, cotangent: Node): Node {
  return scale(multiply(cotangent, multiply(root, square(root))), -0.5);
}
