import type { Node, Square } from '../node.ts';
import type { Kernel, View } from '../view.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

/** The square of each element. */
export function square(node: Node): Node {
  return node.graph.define({ kind: 'square', operands: [node] }, node.shape);
}

/** The cotangent times twice the operand. */
export function squareAdjoints(operation: Square, cotangent: Node): readonly [Node] {
  return [scale(multiply(cotangent, operation.operands[0]), 2)];
}

/** The loop of `square`; the operand is dense. */
export function squareKernel(out: View, operand: View): Kernel {
  const result = out.values;
  const { values } = operand;
  return () => {
    for (let i = 0; i < result.length; i++) result[i] = values[i]! * values[i]!;
  };
}
