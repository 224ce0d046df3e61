import { broadcastView, isDense, type Kernel, type View } from '../view.ts';

/** The loop of `addScaled`; the operands may be any views. */
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

/** The loop of `multiply`; the operands may be any views. */
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
