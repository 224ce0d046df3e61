import type { Binary, Node } from '../node.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

/** The hyperbolic tangent of each element. */
export function tanh(node: Node): Node {
  return node.graph.define({ kind: 'unary', function: 'tanh', operands: [node] }, node.shape);
}

/** `activation` is the tanh node itself: its slope is cheaper to take from its value than from its argument. */
export function tanhAdjoint(activation: Node, cotangent: Node): Node {
  return tanhSlope(cotangent, activation);
}

function tanhSlope(upstream: Node, activation: Node): Node {
  const operation = { kind: 'binary', function: 'tanh-slope', operands: [upstream, activation] } as const;
  return upstream.graph.define(operation, activation.shape);
}

/** Of u(1 − a²): 1 − a² for u, −2au for a. */
export function tanhSlopeAdjoints({ operands }: Binary, cotangent: Node): readonly [Node, Node] {
  const [upstream, activation] = operands;
  return [tanhSlope(cotangent, activation), scale(multiply(multiply(cotangent, upstream), activation), -2)];
}
