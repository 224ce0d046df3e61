import type { Values } from '../../../../math/batched-matmul.ts';
import { type Node, printShape, type RidgeSolve, shapeError } from '../node.ts';
import type { Kernel, View } from '../view.ts';
import { sumTo } from './broadcast.ts';
import { matmul } from './matmul.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

/** The operands of a ridge solve. */
export interface RidgeSystem {
  /** A: [tasks, size, size], symmetric and not indefinite; only its lower triangle is read. */
  readonly gram: Node;
  /** λ: [1 or tasks, 1, 1], above 0. */
  readonly ridge: Node;
  /** B: [tasks, size, columns]. */
  readonly right: Node;
}

/**
 * X of (A + λI)X = B for each task. Where A + λI is not positive definite in float64, X is NaN, which counts as a
 * divergence.
 */
export function ridgeSolve({ gram, ridge, right }: RidgeSystem): Node {
  const [tasks, size] = gram.shape;
  const fits =
    gram.shape[2] === size &&
    right.shape[0] === tasks &&
    right.shape[1] === size &&
    [1, tasks].includes(ridge.shape[0]) &&
    ridge.shape[1] * ridge.shape[2] === 1;
  if (!fits) {
    const found = [gram, ridge, right].map((node) => printShape(node.shape)).join(', ');
    throw shapeError('a ridge solve takes square matrices, one number and as many rows', found);
  }
  return gram.graph.define({ kind: 'ridge-solve', operands: [gram, ridge, right] }, right.shape);
}

/**
 * `solution` is the ridge-solve node itself. With the cotangent X̄ the right side has B̄ = (A + λI)⁻¹X̄, the matrix
 * −B̄X′ and λ the trace of that (Giles 2008, section 2.2.3).
 */
export function ridgeSolveAdjoints(
  operation: RidgeSolve,
  solution: Node,
  cotangent: Node,
): readonly [Node, Node, Node] {
  const [gram, ridge] = operation.operands;
  const forRight = ridgeSolve({ gram, ridge, right: cotangent });
  const forGram = scale(matmul(forRight, solution, { right: true }), -1);
  return [forGram, scale(sumTo(multiply(forRight, solution), ridge.shape), -1), forRight];
}

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
        substitute(factor, column);
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

/** Solves LL′x = b in place. */
function substitute(factor: Float64Array, column: Float64Array): void {
  const size = column.length;
  for (let row = 0; row < size; row++) {
    let sum = column[row]!;
    for (let k = 0; k < row; k++) sum -= factor[row * size + k]! * column[k]!;
    column[row] = sum / factor[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = column[row]!;
    for (let k = row + 1; k < size; k++) sum -= factor[k * size + row]! * column[k]!;
    column[row] = sum / factor[row * size + row]!;
  }
}
