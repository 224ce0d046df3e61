import { batchedMatmul, type MatmulPlan, type StridedMatrices } from '../../../../math/batched-matmul.ts';
import { type Matmul, type Node, printShape, shapeError } from '../node.ts';
import type { Kernel, View } from '../view.ts';
import { sumTo } from './broadcast.ts';

/** Which operands of a product are read as their transposes. */
export interface Transposes {
  readonly left?: boolean;
  readonly right?: boolean;
}

/** The product of the two matrices of each task; an operand with one task is shared by all tasks. */
export function matmul(left: Node, right: Node, transposes: Transposes = {}): Node {
  const { left: transposeLeft = false, right: transposeRight = false } = transposes;
  const [rows, inner] = transposeLeft ? [left.shape[2], left.shape[1]] : [left.shape[1], left.shape[2]];
  const [rightInner, columns] = transposeRight
    ? [right.shape[2], right.shape[1]]
    : [right.shape[1], right.shape[2]];
  const tasks = Math.max(left.shape[0], right.shape[0]);
  const tasksFit = [left, right].every((node) => node.shape[0] === 1 || node.shape[0] === tasks);
  if (inner !== rightInner || !tasksFit) {
    const found = `${printShape(left.shape)} and ${printShape(right.shape)}`;
    throw shapeError('the matrices of a product agree in tasks and in the contracted extent', found);
  }
  const operation: Matmul = { kind: 'matmul', operands: [left, right], transposeLeft, transposeRight };
  return left.graph.define(operation, [tasks, rows, columns]);
}

/** For C = AB these are GB' and A'G; the transposes of A and B move to the other side. */
export function matmulAdjoints(operation: Matmul, cotangent: Node): readonly [Node, Node] {
  const { operands, transposeLeft, transposeRight } = operation;
  const [left, right] = operands;
  const forLeft = transposeLeft
    ? matmul(right, cotangent, { left: transposeRight, right: true })
    : matmul(cotangent, right, { right: !transposeRight });
  const forRight = transposeRight
    ? matmul(cotangent, left, { left: true, right: transposeLeft })
    : matmul(left, cotangent, { left: !transposeLeft });
  return [sumTo(forLeft, left.shape), sumTo(forRight, right.shape)];
}

/** The loops of `matmul`; transposes and shared matrices are read through strides. */
export function matmulKernel(operation: Matmul, out: View, operands: readonly [View, View]): Kernel {
  const left = matricesOf(operands[0], operation.transposeLeft);
  const plan: MatmulPlan = {
    tasks: out.shape[0],
    rows: out.shape[1],
    inner: operands[0].shape[operation.transposeLeft ? 1 : 2],
    columns: out.shape[2],
    left,
    right: matricesOf(operands[1], operation.transposeRight),
    out: out.values,
  };
  return () => batchedMatmul(plan);
}

function matricesOf(view: View, transpose: boolean): StridedMatrices {
  const [task, row, column] = view.strides;
  return {
    values: view.values,
    taskStride: view.shape[0] === 1 ? 0 : task,
    rowStride: transpose ? column : row,
    columnStride: transpose ? row : column,
  };
}
