import { batchedMatmul, type MatmulPlan, type StridedMatrices } from '../../../../math/batched-matmul.ts';
import type { Matmul } from '../node.ts';
import type { Kernel, View } from '../view.ts';

/** The loops of `matmul`; transposes and shared matrices are read through strides. */
export function matmulKernel(operation: Matmul, out: View, operands: readonly [View, View]): Kernel {
  const plan: MatmulPlan = {
    tasks: out.shape[0],
    rows: out.shape[1],
    inner: operands[0].shape[operation.transposeLeft ? 1 : 2],
    columns: out.shape[2],
    left: matricesOf(operands[0], operation.transposeLeft),
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
