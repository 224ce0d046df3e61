import type { Values } from '../../../../math/batched-matmul.ts';
import type { Kernel, View } from '../view.ts';

/** The loops of `ridgeSolve`, in float64 whatever the program computes in; the operands are dense. */
export function ridgeSolveKernel(out: View, operands: readonly [View, View, View]): Kernel {
  const [gram, ridge, right] = operands;
  const [tasks, size, columns] = out.shape;
  const factor = new Float64Array(size * size);
  const column = new Float64Array(size);
  const ridgeStride = ridge.shape[0] === 1 ? 0 : 1;
  return () => {
    for (let task = 0; task < tasks; task++) {
      const matrix = { values: gram.values, start: task * size * size, size };
      factorise(matrix, ridge.values[task * ridgeStride]!, factor);
      for (let c = 0; c < columns; c++) {
        const start = task * size * columns + c;
        for (let i = 0; i < size; i++) column[i] = right.values[start + i * columns]!;
        substituteForward(factor, column);
        substituteBackward(factor, column);
        for (let i = 0; i < size; i++) out.values[start + i * columns] = column[i]!;
      }
    }
  };
}

/** The loops of `cholesky`, in float64 whatever the program computes in; the operand is dense. */
export function choleskyKernel(out: View, operand: View): Kernel {
  const [tasks, size] = out.shape;
  const factor = new Float64Array(size * size);
  return () => {
    for (let task = 0; task < tasks; task++) {
      factorise({ values: operand.values, start: task * size * size, size }, 0, factor);
      for (let i = 0; i < factor.length; i++) out.values[task * size * size + i] = factor[i]!;
    }
  };
}

/** The loops of `triangularSolve`, in float64 whatever the program computes in; the operands are dense. */
export function triangularSolveKernel(
  transpose: boolean,
  out: View,
  [lower, right]: readonly [View, View],
): Kernel {
  const [tasks, size, columns] = out.shape;
  const factor = new Float64Array(size * size);
  const column = new Float64Array(size);
  return () => {
    for (let task = 0; task < tasks; task++) {
      for (let i = 0; i < factor.length; i++) factor[i] = lower.values[task * size * size + i]!;
      for (let c = 0; c < columns; c++) {
        const start = task * size * columns + c;
        for (let i = 0; i < size; i++) column[i] = right.values[start + i * columns]!;
        if (transpose) substituteBackward(factor, column);
        else substituteForward(factor, column);
        for (let i = 0; i < size; i++) out.values[start + i * columns] = column[i]!;
      }
    }
  };
}

interface SymmetricMatrix {
  readonly values: Values;
  readonly start: number;
  readonly size: number;
}

/** Writes L of A + λI = LL′ to the lower triangle of `factor` (Cholesky); the root of a negative pivot is NaN. */
function factorise({ values, start, size }: SymmetricMatrix, ridge: number, factor: Float64Array): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = values[start + row * size + column]!;
      if (row === column) sum += ridge;
      for (let k = 0; k < column; k++) sum -= factor[row * size + k]! * factor[column * size + k]!;
      factor[row * size + column] = row === column ? Math.sqrt(sum) : sum / factor[column * size + column]!;
    }
  }
}

/** Solves Lx = b in place. */
function substituteForward(factor: Float64Array, column: Float64Array): void {
  const size = column.length;
  for (let row = 0; row < size; row++) {
    let sum = column[row]!;
    for (let k = 0; k < row; k++) sum -= factor[row * size + k]! * column[k]!;
    column[row] = sum / factor[row * size + row]!;
  }
}

/** Solves L′x = b in place. */
function substituteBackward(factor: Float64Array, column: Float64Array): void {
  const size = column.length;
  for (let row = size - 1; row >= 0; row--) {
    let sum = column[row]!;
    for (let k = row + 1; k < size; k++) sum -= factor[k * size + row]! * column[k]!;
    column[row] = sum / factor[row * size + row]!;
  }
}
