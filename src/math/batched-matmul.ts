/** The arrays that kernels work on. */
export type Values = Float64Array | Float32Array;

/** A matrix for each task in a flat array; a stride of 0 repeats the same numbers along that axis. */
export interface StridedMatrices {
  readonly values: Values;
  readonly taskStride: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** A product `out[t] = left[t] · right[t]` for each task t; `out` is dense, row-major. */
export interface MatmulPlan {
  readonly tasks: number;
  readonly rows: number;
  /** The length of the contracted axis. */
  readonly inner: number;
  readonly columns: number;
  readonly left: StridedMatrices;
  readonly right: StridedMatrices;
  readonly out: Values;
}

/**
 * Multiplies the matrices of every task. Each element is summed in one accumulator in the order of the contracted
 * axis, whatever the blocking: so rows of zeros at its end change no bit, and a vectorised kernel can give the
 * same bits. The blocks of four by four keep sixteen sums in registers. Allocates nothing.
 */
export function batchedMatmul(plan: MatmulPlan): void {
  const { tasks, rows } = plan;
  const wholeRows = rows - (rows % 4);
  for (let task = 0; task < tasks; task++) {
    let row = 0;
    for (; row < wholeRows; row += 4) fourRows(plan, task, row);
    for (; row < rows; row++) oneRow(plan, task, row);
  }
}

// biome-ignore format: the block reads as the matrix that it computes
function fourRows(plan: MatmulPlan, task: number, row: number): void {
  const { inner, columns, out } = plan;
  const left = plan.left.values, leftRow = plan.left.rowStride, leftColumn = plan.left.columnStride;
  const right = plan.right.values, rightRow = plan.right.rowStride, rightColumn = plan.right.columnStride;
  const leftStart = task * plan.left.taskStride + row * leftRow;
  let rightStart = task * plan.right.taskStride;
  let o = (task * plan.rows + row) * columns;
  let column = 0;
  for (; column + 3 < columns; column += 4) {
    let s00 = 0, s01 = 0, s02 = 0, s03 = 0;
    let s10 = 0, s11 = 0, s12 = 0, s13 = 0;
    let s20 = 0, s21 = 0, s22 = 0, s23 = 0;
    let s30 = 0, s31 = 0, s32 = 0, s33 = 0;
    for (let k = 0, p = leftStart, q = rightStart; k < inner; k++, p += leftColumn, q += rightRow) {
      const r0 = right[q]!, r1 = right[q + rightColumn]!;
      const r2 = right[q + 2 * rightColumn]!, r3 = right[q + 3 * rightColumn]!;
      let l = left[p]!;
      s00 += l * r0; s01 += l * r1; s02 += l * r2; s03 += l * r3;
      l = left[p + leftRow]!;
      s10 += l * r0; s11 += l * r1; s12 += l * r2; s13 += l * r3;
      l = left[p + 2 * leftRow]!;
      s20 += l * r0; s21 += l * r1; s22 += l * r2; s23 += l * r3;
      l = left[p + 3 * leftRow]!;
      s30 += l * r0; s31 += l * r1; s32 += l * r2; s33 += l * r3;
    }
    let b = o;
    out[b] = s00; out[b + 1] = s01; out[b + 2] = s02; out[b + 3] = s03;
    b += columns;
    out[b] = s10; out[b + 1] = s11; out[b + 2] = s12; out[b + 3] = s13;
    b += columns;
    out[b] = s20; out[b + 1] = s21; out[b + 2] = s22; out[b + 3] = s23;
    b += columns;
    out[b] = s30; out[b + 1] = s31; out[b + 2] = s32; out[b + 3] = s33;
    o += 4;
    rightStart += 4 * rightColumn;
  }
  for (; column < columns; column++, o++, rightStart += rightColumn) {
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (let k = 0, p = leftStart, q = rightStart; k < inner; k++, p += leftColumn, q += rightRow) {
      const r = right[q]!;
      s0 += left[p]! * r; s1 += left[p + leftRow]! * r;
      s2 += left[p + 2 * leftRow]! * r; s3 += left[p + 3 * leftRow]! * r;
    }
    out[o] = s0; out[o + columns] = s1; out[o + 2 * columns] = s2; out[o + 3 * columns] = s3;
  }
}

// biome-ignore format: in the layout of the block above
function oneRow(plan: MatmulPlan, task: number, row: number): void {
  const { inner, columns, out } = plan;
  const left = plan.left.values, leftColumn = plan.left.columnStride;
  const right = plan.right.values, rightRow = plan.right.rowStride, rightColumn = plan.right.columnStride;
  const leftStart = task * plan.left.taskStride + row * plan.left.rowStride;
  let rightStart = task * plan.right.taskStride;
  let o = (task * plan.rows + row) * columns;
  let column = 0;
  for (; column + 3 < columns; column += 4, o += 4, rightStart += 4 * rightColumn) {
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (let k = 0, p = leftStart, q = rightStart; k < inner; k++, p += leftColumn, q += rightRow) {
      const l = left[p]!;
      s0 += l * right[q]!; s1 += l * right[q + rightColumn]!;
      s2 += l * right[q + 2 * rightColumn]!; s3 += l * right[q + 3 * rightColumn]!;
    }
    out[o] = s0; out[o + 1] = s1; out[o + 2] = s2; out[o + 3] = s3;
  }
  for (; column < columns; column++, o++, rightStart += rightColumn) {
    let s = 0;
    for (let k = 0, p = leftStart, q = rightStart; k < inner; k++, p += leftColumn, q += rightRow) {
      s += left[p]! * right[q]!;
    }
    out[o] = s;
  }
}
