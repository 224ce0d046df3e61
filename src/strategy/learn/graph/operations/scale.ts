import type { Node, Scale } from '../node.ts';
import type { Kernel, View } from '../view.ts';
import { constant, constantValue } from './leaf.ts';

/** Each element times a finite factor. */
export function scale(node: Node, factor: number): Node {
  if (factor === 1) return node;
  const value = constantValue(node);
  if (value !== null) return constant(node.graph, value * factor, node.shape);
  return node.graph.define({ kind: 'scale', operands: [node], factor }, node.shape);
}

/** The cotangent times the same factor. */
export function scaleAdjoints(operation: Scale, cotangent: Node): readonly [Node] {
  return [scale(cotangent, operation.factor)];
}

/** The loop of `scale`; the operand is dense. */
export function scaleKernel(factor: number, out: View, operand: View): Kernel {
  const result = out.values;
  const { values } = operand;
  return () => {
    for (let i = 0; i < result.length; i++) result[i] = factor * values[i]!;
  };
}
