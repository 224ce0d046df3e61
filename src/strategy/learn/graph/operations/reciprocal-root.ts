import type { Node } from '../node.ts';
import type { Kernel, View } from '../view.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';
import { square } from './square.ts';

/** One over the square root of each element; elements must be positive, 0 gives Infinity. */
export function reciprocalRoot(node: Node): Node {
  return node.graph.define({ kind: 'reciprocal-root', operands: [node] }, node.shape);
}

/** `root` is the reciprocal-root node itself: its slope is −r³ / 2. */
export function reciprocalRootAdjoints(root: Node, cotangent: Node): readonly [Node] {
  return [scale(multiply(cotangent, multiply(root, square(root))), -0.5)];
}

/** The loop of `reciprocalRoot`; the operand is dense. */
export function reciprocalRootKernel(out: View, operand: View): Kernel {
  const result = out.values;
  const { values } = operand;
  return () => {
    for (let i = 0; i < result.length; i++) result[i] = 1 / Math.sqrt(values[i]!);
  };
}
