import { type AddScaled, type Node, shapeError } from '../node.ts';
import { broadcastView, isDense, type Kernel, type View } from '../view.ts';
import { broadcastTo, commonShape, sumTo } from './broadcast.ts';
import { constantValue } from './leaf.ts';
import { scale } from './scale.ts';

/** `left + factor × right`, broadcast together. With factor 1 and −1 the sum and the difference, to the bit. */
export function addScaled(left: Node, right: Node, factor: number): Node {
  if (!Number.isFinite(factor)) throw shapeError('factors are finite', String(factor));
  const shape = commonShape(left.shape, right.shape);
  if (factor === 0 || constantValue(right) === 0) return broadcastTo(left, shape);
  if (constantValue(left) === 0) return broadcastTo(scale(right, factor), shape);
  return left.graph.define({ kind: 'add-scaled', operands: [left, right], factor }, shape);
}

/** The sum, broadcast together. */
export function add(left: Node, right: Node): Node {
  return addScaled(left, right, 1);
}

/** The difference, broadcast together. */
export function subtract(left: Node, right: Node): Node {
  return addScaled(left, right, -1);
}

/** The cotangent and its multiple, summed over what was broadcast. */
export function addScaledAdjoints(operation: AddScaled, cotangent: Node): readonly [Node, Node] {
  const [left, right] = operation.operands;
  return [sumTo(cotangent, left.shape), scale(sumTo(cotangent, right.shape), operation.factor)];
}

/** The loop of `addScaled`; the operands may be broadcast views. */
export function addScaledKernel(factor: number, out: View, operands: readonly [View, View]): Kernel {
  const left = broadcastView(operands[0], out.shape);
  const right = broadcastView(operands[1], out.shape);
  if (!isDense(left) || !isDense(right)) return () => addStrided(factor, out, left, right);
  return () => addDense(factor, out.values, left.values, right.values);
}

function addDense(factor: number, out: View['values'], left: View['values'], right: View['values']): void {
  for (let i = 0; i < out.length; i++) out[i] = left[i]! + factor * right[i]!;
}

function addStrided(factor: number, out: View, left: View, right: View): void {
  const columns = out.shape[2];
  const leftStride = left.strides[2];
  const rightStride = right.strides[2];
  let o = 0;
  for (let task = 0; task < out.shape[0]; task++) {
    for (let row = 0; row < out.shape[1]; row++) {
      let p = task * left.strides[0] + row * left.strides[1];
      let q = task * right.strides[0] + row * right.strides[1];
      for (let column = 0; column < columns; column++, p += leftStride, q += rightStride) {
        out.values[o++] = left.values[p]! + factor * right.values[q]!;
      }
    }
  }
}
