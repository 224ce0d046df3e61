import { hyperbolicTangent } from '../../../../math/hyperbolic-tangent.ts';
import type { Node, TanhSlope } from '../node.ts';
import type { Kernel, View } from '../view.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

/** The hyperbolic tangent of each element. */
export function tanh(node: Node): Node {
  return node.graph.define({ kind: 'tanh', operands: [node] }, node.shape);
}

/** `activation` is the tanh node itself: its slope is cheaper to take from its value than from its argument. */
export function tanhAdjoints(activation: Node, cotangent: Node): readonly [Node] {
  return [tanhSlope(cotangent, activation)];
}

/** The loop of `tanh`; the operand is dense. */
export function tanhKernel(out: View, operand: View): Kernel {
  const result = out.values;
  const { values } = operand;
  return () => {
    for (let i = 0; i < result.length; i++) result[i] = hyperbolicTangent(values[i]!);
  };
}

function tanhSlope(upstream: Node, activation: Node): Node {
  return upstream.graph.define({ kind: 'tanh-slope', operands: [upstream, activation] }, activation.shape);
}

/** Of u(1 − a²): 1 − a² for u, −2au for a. */
export function tanhSlopeAdjoints(operation: TanhSlope, cotangent: Node): readonly [Node, Node] {
  const [upstream, activation] = operation.operands;
  return [tanhSlope(cotangent, activation), scale(multiply(multiply(cotangent, upstream), activation), -2)];
}

/** The loop of the slope of tanh; both operands are dense. */
export function tanhSlopeKernel(out: View, upstream: View, activation: View): Kernel {
  const result = out.values;
  const slopes = upstream.values;
  const activations = activation.values;
  return () => {
    for (let i = 0; i < result.length; i++) {
      const value = activations[i]!;
      result[i] = slopes[i]! * (1 - value * value);
    }
  };
}
