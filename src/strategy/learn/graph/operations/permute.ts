import { type Axis, axisIndex, type Node, type Permute, shapeError } from '../node.ts';

/** The axes in another order: axis i of the result is the named axis of the operand. */
export function permute(node: Node, axes: readonly [Axis, Axis, Axis]): Node {
  if (new Set(axes).size !== 3) throw shapeError('a permutation names every axis once', axes.join(', '));
  return ordered(node, [axisIndex(axes[0]), axisIndex(axes[1]), axisIndex(axes[2])]);
}

/** The matrix of each task with rows and columns exchanged. */
export function transpose(node: Node): Node {
  return ordered(node, [0, 2, 1]);
}

/** The cotangent with the axes back in their order. */
export function permuteAdjoints({ order }: Permute, cotangent: Node): readonly [Node] {
  const inverse: [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2] = [0, 1, 2];
  ([0, 1, 2] as const).forEach((axis) => {
    inverse[order[axis]] = axis;
  });
  return [ordered(cotangent, inverse)];
}

function ordered(node: Node, order: Permute['order']): Node {
  if (order.every((from, axis) => from === axis)) return node;
  const { shape } = node;
  const operation: Permute = { kind: 'permute', operands: [node], order };
  return node.graph.define(operation, [shape[order[0]], shape[order[1]], shape[order[2]]]);
}
