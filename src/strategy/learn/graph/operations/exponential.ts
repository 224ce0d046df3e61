import type { Node } from '../node.ts';
import { multiply } from './multiply.ts';

/** e to the power of each element. */
export function exponential(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'exponential', operands: [node] }, node.shape);
}

/** `power` is the exponential node itself, which is its own slope. */
export function exponentialAdjoint(power: Node, cotangent: Node): Node {
  return multiply(cotangent, power);
}
