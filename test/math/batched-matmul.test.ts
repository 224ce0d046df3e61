import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchedMatmul, type StridedMatrices } from '../../src/math/batched-matmul.ts';
import { randomFrom } from '../../src/math/random.ts';

interface Extents {
  readonly tasks: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

function randomMatrices(seed: number, tasks: number, extents: readonly [number, number]): StridedMatrices {
  const random = randomFrom(seed);
  const [rows, columns] = extents;
  return {
    values: Float64Array.from({ length: tasks * rows * columns }, () => random.normal()),
    taskStride: rows * columns,
    rowStride: columns,
    columnStride: 1,
  };
}

/** The textbook triple loop, one accumulator an element. */
function naiveProduct(extents: Extents, left: StridedMatrices, right: StridedMatrices): Float64Array {
  const { tasks, rows, inner, columns } = extents;
  const out = new Float64Array(tasks * rows * columns);
  const at = (matrices: StridedMatrices, task: number, row: number, column: number): number =>
    matrices.values[task * matrices.taskStride + row * matrices.rowStride + column * matrices.columnStride]!;
  for (let task = 0; task < tasks; task++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) sum += at(left, task, row, k) * at(right, task, k, column);
        out[(task * rows + row) * columns + column] = sum;
      }
    }
  }
  return out;
}

const extents = fc.record({
  tasks: fc.integer({ min: 1, max: 3 }),
  rows: fc.integer({ min: 1, max: 13 }),
  inner: fc.integer({ min: 0, max: 9 }),
  columns: fc.integer({ min: 1, max: 13 }),
});

describe('the batched matrix product', () => {
  it('equals the triple loop to the bit, for every remainder of the blocks', () => {
    fc.assert(
      fc.property(extents, (sizes) => {
        const left = randomMatrices(1, sizes.tasks, [sizes.rows, sizes.inner]);
        const right = randomMatrices(2, sizes.tasks, [sizes.inner, sizes.columns]);
        const out = new Float64Array(sizes.tasks * sizes.rows * sizes.columns).fill(Number.NaN);
        batchedMatmul({ ...sizes, left, right, out });
        expect(out).toEqual(naiveProduct(sizes, left, right));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('reads transposes and matrices shared by all tasks through strides', () => {
    fc.assert(
      fc.property(extents, (sizes) => {
        const plain = randomMatrices(1, 1, [sizes.inner, sizes.rows]);
        const left = { ...plain, taskStride: 0, rowStride: 1, columnStride: sizes.rows };
        const stored = randomMatrices(2, sizes.tasks, [sizes.columns, sizes.inner]);
        const right = { ...stored, rowStride: 1, columnStride: sizes.inner };
        const out = new Float64Array(sizes.tasks * sizes.rows * sizes.columns);
        batchedMatmul({ ...sizes, left, right, out });
        expect(out).toEqual(naiveProduct(sizes, left, right));
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
