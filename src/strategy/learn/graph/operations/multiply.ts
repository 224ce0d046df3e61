import type { Multiply, Node } from '../node.ts';
import { broadcastView, isDense, type Kernel, type View } from '../view.ts';
import { broadcastTo, commonShape, sumTo } from './broadcast.ts';
import { constantValue } from './leaf.ts';
import { scale } from './scale.ts';

/** The elementwise product, broadcast together. */
export function multiply(left: Node, right: Node): Node {
  const shape = commonShape(left.shape, right.shape);
  const leftValue = constantValue(left);
  if (leftValue !== null) return scale(broadcastTo(right, shape), leftValue);
  const rightValue = constantValue(right);
  if (rightValue !== null) return scale(broadcastTo(left, shape), rightValue);
  return left.graph.define({ kind: 'multiply', operands: [left, right] }, shape);
}

/** The cotangent times the other operand, summed over what was broadcast. */
export function multiplyAdjoints(operation: Multiply, cotangent: Node): readonly [Node, Node] {
  const [left, right] = operation.operands;
  return [sumTo(multiply(cotangent, right), left.shape), sumTo(multiply(cotangent, left), right.shape)];
}

/** The loop of `multiply`; the operands may be broadcast views. */
export function multiplyKernel(out: View, operands: readonly [View, View]): Kernel {
  const left = broadcastView(operands[0], out.shape);
  const right = broadcastView(operands[1], out.shape);
  if (!isDense(left) || !isDense(right)) return () => multiplyStrided(out, left, right);
  return () => multiplyDense(out.values, left.values, right.values);
}

function multiplyDense(out: View['values'], left: View['values'], right: View['values']): void {
  for (let i = 0; i < out.length; i++) out[i] = left[i]! * right[i]!;
}

function multiplyStrided(out: View, left: View, right: View): void {
  const columns = out.shape[2];
  const leftStride = left.strides[2];
  const rightStride = right.strides[2];
  let o = 0;
  for (let task = 0; task < out.shape[0]; task++) {
    for (let row = 0; row < out.shape[1]; row++) {
      let p = task * left.strides[0] + row * left.strides[1];
      let q = task * right.strides[0] + row * right.strides[1];
      for (let column = 0; column < columns; column++, p += leftStride, q += rightStride) {
        out.values[o++] = left.values[p]! * right.values[q]!;
      }
    }
  }
}
