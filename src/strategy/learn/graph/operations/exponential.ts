import type { Node } from '../node.ts';
import type { Kernel, View } from '../view.ts';
import { multiply } from './multiply.ts';

/** e to the power of each element. */
export function exponential(node: Node): Node {
  return node.graph.define({ kind: 'exponential', operands: [node] }, node.shape);
}

/** `power` is the exponential node itself, which is its own slope. */
export function exponentialAdjoints(power: Node, cotangent: Node): readonly [Node] {
  return [multiply(cotangent, power)];
}

/** The loop of `exponential`; the operand is dense. */
export function exponentialKernel(out: View, operand: View): Kernel {
  const result = out.values;
  const { values } = operand;
  return () => {
    for (let i = 0; i < result.length; i++) result[i] = Math.exp(values[i]!);
  };
}
