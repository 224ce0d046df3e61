import type { AxisIndex, Shape } from '../node.ts';
import type { Kernel, View } from '../view.ts';

/** Sums in row-major order of the operand, one accumulator for each element of the result; the operand is dense. */
export function sumKernel(out: View, operand: View): Kernel {
  const strides = reducedStrides(out);
  return () => sumInto(out.values, strides, operand);
}

function sumInto(totals: View['values'], strides: Shape, { values, shape }: View): void {
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

/** The largest or smallest for each element of the result; the operand is dense. */
export function extremumKernel(which: 'maximum' | 'minimum', out: View, operand: View): Kernel {
  const strides = reducedStrides(out);
  const choose = which === 'maximum' ? Math.max : Math.min;
  const { values, shape } = operand;
  return () => {
    const extrema = out.values;
    extrema.fill(which === 'maximum' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
    let p = 0;
    for (let task = 0; task < shape[0]; task++) {
      for (let row = 0; row < shape[1]; row++) {
        let o = task * strides[0] + row * strides[1];
        for (let column = 0; column < shape[2]; column++, o += strides[2]) {
          extrema[o] = choose(extrema[o]!, values[p++]!);
        }
      }
    }
  };
}

function reducedStrides(out: View): Shape {
  const stride = (axis: AxisIndex): number => (out.shape[axis] === 1 ? 0 : out.strides[axis]);
  return [stride(0), stride(1), stride(2)];
}
