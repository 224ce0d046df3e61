import type { Node } from '../node.ts';
import { divide } from './divide.ts';
import { scale } from './scale.ts';

/** The square root of each element; NaN below 0, and a slope of Infinity at 0. */
export function root(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'root', operands: [node] }, node.shape);
}

/** `value` is the root node itself: its slope is 1 / (2 √x). */
export function rootAdjoint(value: Node, cotangent: Node): Node {
  return divide(scale(cotangent, 0.5), value);
}
