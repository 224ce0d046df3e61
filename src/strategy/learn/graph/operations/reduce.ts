import { type Axis, axisIndex, elementCount, type Node, type Shape } from '../node.ts';
import { subtract } from './add-scaled.ts';
import { sumTo } from './broadcast.ts';
import { extremumTo } from './extremum.ts';
import { scale } from './scale.ts';
import { square } from './square.ts';

/** The sum over some axes, whose extents become 1. */
export function sumOver(node: Node, ...axes: readonly Axis[]): Node {
  return sumTo(node, without(node.shape, axes));
}

/** The mean over some axes, whose extents become 1. */
export function meanOver(node: Node, ...axes: readonly Axis[]): Node {
  const sum = sumOver(node, ...axes);
  return scale(sum, elementCount(sum.shape) / elementCount(node.shape));
}

/** The mean of the squared distances to the mean over some axes, whose extents become 1 (divided by n, not n − 1). */
export function varianceOver(node: Node, ...axes: readonly Axis[]): Node {
  return meanOver(square(subtract(node, meanOver(node, ...axes))), ...axes);
}

/** The largest over some axes, whose extents become 1; elements that are equal share the gradient. */
export function maximumOver(node: Node, ...axes: readonly Axis[]): Node {
  return extremumTo(node, without(node.shape, axes), 'maximum');
}

/** The smallest over some axes, whose extents become 1; elements that are equal share the gradient. */
export function minimumOver(node: Node, ...axes: readonly Axis[]): Node {
  return extremumTo(node, without(node.shape, axes), 'minimum');
}

function without(shape: Shape, axes: readonly Axis[]): Shape {
  const indices = axes.map(axisIndex);
  const extent = (axis: 0 | 1 | 2): number => (indices.includes(axis) ? 1 : shape[axis]);
  return [extent(0), extent(1), extent(2)];
}
