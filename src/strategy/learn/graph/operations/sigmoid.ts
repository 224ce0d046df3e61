import type { Node } from '../node.ts';
import { subtract } from './add-scaled.ts';
import { multiply } from './multiply.ts';
import { square } from './square.ts';

/** The logistic function of each element, 1 / (1 + e^−x). */
export function sigmoid(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'sigmoid', operands: [node] }, node.shape);
}

/** `activation` is the sigmoid node itself: its slope is s − s². */
export function sigmoidAdjoint(activation: Node, cotangent: Node): Node {
  return multiply(cotangent, subtract(activation, square(activation)));
}
