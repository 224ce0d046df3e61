import { type Node, printShape, type Shape, sameShape, shapeError } from '../node.ts';
import { isDense, type Kernel, type View } from '../view.ts';

/** Repeats a node along its axes of extent 1 until it has the shape; costs nothing in a compiled program. */
export function broadcastTo(node: Node, shape: Shape): Node {
  if (sameShape(node.shape, shape)) return node;
  requireBroadcast(node.shape, shape);
  const { operation } = node;
  if (operation.kind === 'broadcast') return broadcastTo(operation.operands[0], shape);
  return node.graph.define({ kind: 'broadcast', operands: [node] }, shape);
}

/** Sums a node over every axis in which the shape has extent 1: the adjoint of `broadcastTo`. */
export function sumTo(node: Node, shape: Shape): Node {
  if (sameShape(node.shape, shape)) return node;
  requireBroadcast(shape, node.shape);
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

/** The shape to which two operands broadcast together. */
export function commonShape(left: Shape, right: Shape): Shape {
  const extent = (axis: 0 | 1 | 2): number => Math.max(left[axis], right[axis]);
  const shape: Shape = [extent(0), extent(1), extent(2)];
  requireBroadcast(left, shape);
  requireBroadcast(right, shape);
  return shape;
}

function requireBroadcast(from: Shape, to: Shape): void {
  if (([0, 1, 2] as const).every((axis) => from[axis] === to[axis] || from[axis] === 1)) return;
  throw shapeError('an extent broadcasts only from 1', `${printShape(from)} to ${printShape(to)}`);
}

/** Writes a repeated view out in full, for readers that need their elements one after another. */
export function broadcastKernel(out: View, operand: View): Kernel {
  return () => {
    const { values, strides } = operand;
    let o = 0;
    for (let task = 0; task < out.shape[0]; task++) {
      for (let row = 0; row < out.shape[1]; row++) {
        let p = task * strides[0] + row * strides[1];
        for (let column = 0; column < out.shape[2]; column++, p += strides[2]) out.values[o++] = values[p]!;
      }
    }
  };
}

/** Sums in row-major order of the operand, one accumulator for each element of the result. */
export function sumKernel(out: View, operand: View): Kernel {
  if (!isDense(operand)) throw shapeError('a sum reads a dense operand', null);
  const stride = (axis: 0 | 1 | 2): number => (out.shape[axis] === 1 ? 0 : out.strides[axis]);
  const strides: Shape = [stride(0), stride(1), stride(2)];
  return () => sumInto(out.values, strides, operand);
}

function sumInto(totals: View['values'], strides: Shape, operand: View): void {
  const { values, shape } = operand;
  const columnStride = strides[2];
  totals.fill(0);
  let p = 0;
  for (let task = 0; task < shape[0]; task++) {
    for (let row = 0; row < shape[1]; row++) {
      let o = task * strides[0] + row * strides[1];
      for (let column = 0; column < shape[2]; column++, o += columnStride) totals[o]! += values[p++]!;
    }
  }
}
