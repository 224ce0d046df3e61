import { type Node, printNode, printShape, type Shape, sameShape, shapeError } from '../node.ts';

/** Repeats a node along its axes of extent 1 until it has the shape; costs nothing in a compiled program. */
export function broadcastTo(node: Node, shape: Shape): Node {
  if (sameShape(node.shape, shape)) return node;
  if (!broadcasts(node.shape, shape)) {
    throw shapeError('an extent broadcasts only from 1', `${printNode(node)} to ${printShape(shape)}`);
  }
  const { operation } = node;
  if (operation.kind === 'broadcast') return broadcastTo(operation.operands[0], shape);
  return node.graph.define({ kind: 'broadcast', operands: [node] }, shape);
}

/** Sums a node over every axis in which the shape has extent 1: the adjoint of `broadcastTo`. */
export function sumTo(node: Node, shape: Shape): Node {
  if (sameShape(node.shape, shape)) return node;
  if (!broadcasts(shape, node.shape)) {
    throw shapeError('a sum keeps an extent or leaves 1', `${printNode(node)} to ${printShape(shape)}`);
  }
  return node.graph.define({ kind: 'sum', operands: [node] }, shape);
}

/** The cotangent summed over the repetitions. */
export function broadcastAdjoints(operands: readonly [Node], cotangent: Node): readonly [Node] {
  return [sumTo(cotangent, operands[0].shape)];
}

/** The cotangent repeated over what was summed. */
export function sumAdjoints(operands: readonly [Node], cotangent: Node): readonly [Node] {
  return [broadcastTo(cotangent, operands[0].shape)];
}

/** The shape to which operands broadcast together. */
export function commonShape(...nodes: readonly Node[]): Shape {
  const extent = (axis: 0 | 1 | 2): number => Math.max(...nodes.map((node) => node.shape[axis]));
  const shape: Shape = [extent(0), extent(1), extent(2)];
  if (nodes.every((node) => broadcasts(node.shape, shape))) return shape;
  throw shapeError('extents are equal or 1', nodes.map(printNode).join(' and '));
}

function broadcasts(from: Shape, to: Shape): boolean {
  return ([0, 1, 2] as const).every((axis) => from[axis] === to[axis] || from[axis] === 1);
}
