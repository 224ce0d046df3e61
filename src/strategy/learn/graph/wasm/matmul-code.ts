import type { Precision } from '../buffer-pool.ts';
import type { EncodedFunction } from './encoding.ts';
import { FunctionBody, type Local } from './function-body.ts';
import { Lanes, VECTOR_BYTES } from './lanes.ts';
import type { MatmulShape, MatrixStrides } from './matmul-shape.ts';

/** Rows that are computed together. */
const BLOCK_ROWS = 4;
/** Up to this contracted extent the products of a block are written one after another instead of in a loop. */
const UNROLLED_MAX = 12;
/** Products in one round of the loop, where there is one. */
const UNROLL = 4;

/** A product under construction. */
interface MatmulCode {
  readonly shape: MatmulShape;
  readonly lanes: Lanes;
  readonly left: Local;
  readonly right: Local;
  readonly out: Local;
}

/**
 * The function of a product. Its parameters point to the left matrices, the right ones, the result, and, where the
 * right ones are packed, to room for one of them. Every element is summed from 0 in the order of the contracted axis,
 * as `batchedMatmul` does it.
 */
export function encodeMatmul(
  shape: MatmulShape,
  source: MatrixStrides,
  precision: Precision,
): EncodedFunction {
  const body = new FunctionBody(shape.isPacked ? 4 : 3);
  const lanes = new Lanes(body, precision);
  const [left, right, out, scratch] = [0, 1, 2, 3];
  const code: MatmulCode = { shape, lanes, left, right: shape.isPacked ? scratch : right, out };
  const packing = { lanes, from: right, to: scratch, source, inner: shape.inner, columns: shape.columns };
  const isPackedOnce = shape.isPacked && source.task === 0;
  if (isPackedOnce) emitPacking(packing);
  body.repeat(shape.tasks, () => {
    if (shape.isPacked && !isPackedOnce) emitPacking(packing);
    emitTask(code);
    body.advance(left, shape.left.task * lanes.bytes);
    if (shape.isPacked) body.advance(right, source.task * lanes.bytes);
    else body.advance(right, shape.right.task * lanes.bytes);
  });
  return body.encode();
}

/** Emits one product; moves the pointer to the result behind it. */
function emitTask(code: MatmulCode): void {
  const { shape, lanes } = code;
  const { body } = lanes;
  const height = shape.form === 'dots' ? lanes.count : BLOCK_ROWS;
  const blocks = Math.floor(shape.rows / height);
  const rest = shape.rows % height;
  const left = body.local('i32');
  body.advance(left, 0, code.left);
  const emitRows = (rows: number): void => {
    if (shape.form === 'dots') emitDots({ ...code, left }, rows);
    else emitBlockRow({ ...code, left }, rows);
    body.advance(left, rows * shape.left.row * lanes.bytes);
    body.advance(code.out, rows * shape.columns * lanes.bytes);
  };
  if (blocks > 0) body.repeat(blocks, () => emitRows(height));
  if (rest > 0) emitRows(rest);
}

/** Emits some rows of the result, block by block of columns. */
function emitBlockRow(code: MatmulCode, rows: number): void {
  const { shape, lanes } = code;
  const { body } = lanes;
  const wide = rows === 1 ? 4 : 2;
  const columnsInBlock = wide * lanes.count;
  const blocks = Math.floor(shape.columns / columnsInBlock);
  const right = body.local('i32');
  const out = body.local('i32');
  body.advance(right, 0, code.right);
  body.advance(out, 0, code.out);
  const block = { ...code, right, out };
  if (blocks > 0) {
    body.repeat(blocks, () => {
      emitBlock(block, rows, Array(wide).fill(lanes.count));
      body.advance(right, wide * VECTOR_BYTES);
      body.advance(out, wide * VECTOR_BYTES);
    });
  }
  const rest = shape.columns % columnsInBlock;
  const vectors = [...Array<number>(Math.floor(rest / lanes.count)).fill(lanes.count)];
  if (rest % lanes.count > 0) vectors.push(rest % lanes.count);
  for (let i = 0; i < vectors.length; i += 2) {
    const part = vectors.slice(i, i + 2);
    emitBlock(block, rows, part);
    body.advance(right, part.length * VECTOR_BYTES);
    body.advance(out, part.length * VECTOR_BYTES);
  }
}

/** Emits a block of the result: some rows, and vectors of so many columns. */
function emitBlock(code: MatmulCode, rows: number, widths: readonly number[]): void {
  const { shape, lanes } = code;
  const { body } = lanes;
  const zero = lanes.constant(0);
  const sums = Array.from({ length: rows }, () =>
    widths.map(() => {
      const sum = body.local('v128');
      lanes.assign(sum, zero);
      return sum;
    }),
  );
  emitContraction(code, (left, right, k) => {
    const vectors = widths.map((width, v) =>
      lanes.loadSome(right, width, k * shape.right.row * lanes.bytes + v * VECTOR_BYTES),
    );
    for (let row = 0; row < rows; row++) {
      const place = row * shape.left.row + k * shape.left.column;
      const factor = lanes.loadSplat(left, place * lanes.bytes);
      vectors.forEach((vector, v) => {
        lanes.accumulate(sums[row]![v]!, factor, vector);
      });
    }
  });
  sums.forEach((row, r) => {
    row.forEach((sum, v) => {
      lanes.storeSome(sum, code.out, widths[v]!, r * shape.columns * lanes.bytes + v * VECTOR_BYTES);
    });
  });
}

/** Emits the products along the contracted axis, all one after another or in rounds of a loop. */
function emitContraction(code: MatmulCode, product: (left: Local, right: Local, k: number) => void): void {
  const { shape, lanes } = code;
  const { body } = lanes;
  if (shape.inner <= UNROLLED_MAX) {
    for (let k = 0; k < shape.inner; k++) product(code.left, code.right, k);
    return;
  }
  const left = body.local('i32');
  const right = body.local('i32');
  body.advance(left, 0, code.left);
  body.advance(right, 0, code.right);
  body.repeat(Math.floor(shape.inner / UNROLL), () => {
    for (let k = 0; k < UNROLL; k++) product(left, right, k);
    body.advance(left, UNROLL * shape.left.column * lanes.bytes);
    body.advance(right, UNROLL * shape.right.row * lanes.bytes);
  });
  for (let k = 0; k < shape.inner % UNROLL; k++) product(left, right, k);
}

/** Emits some elements of a single column, up to a vector of them: the left rows are read along the contracted axis. */
function emitDots(code: MatmulCode, rows: number): void {
  const { shape, lanes } = code;
  const { body } = lanes;
  const { bytes, count } = lanes;
  const sum = body.local('v128');
  lanes.assign(sum, lanes.constant(0));
  const left = body.local('i32');
  const right = body.local('i32');
  body.advance(left, 0, code.left);
  body.advance(right, 0, code.right);
  const rounds = Math.floor(shape.inner / count);
  if (rounds > 0) {
    body.repeat(rounds, () => {
      const vectors = Array.from({ length: count }, (_, row) =>
        row < rows ? lanes.load(left, row * shape.left.row * bytes) : lanes.constant(0),
      );
      transposed(lanes, vectors).forEach((column, k) => {
        lanes.accumulate(sum, column, lanes.loadSplat(right, k * shape.right.row * bytes));
      });
      body.advance(left, count * shape.left.column * bytes);
      body.advance(right, count * shape.right.row * bytes);
    });
  }
  for (let k = 0; k < shape.inner % count; k++) {
    let column = lanes.loadSome(left, 1, k * shape.left.column * bytes);
    for (let row = 1; row < rows; row++) {
      const place = row * shape.left.row + k * shape.left.column;
      column = lanes.loadLane(column, left, [row, place * bytes]);
    }
    lanes.accumulate(sum, column, lanes.loadSplat(right, k * shape.right.row * bytes));
  }
  lanes.storeSome(sum, code.out, rows);
}

/** As many vectors as they have lanes, read as the rows of a square matrix, to its columns. */
function transposed(lanes: Lanes, rows: readonly Local[]): readonly Local[] {
  const [a, b, c, d] = rows as readonly [Local, Local, Local, Local];
  if (lanes.count === 2) return [lanes.shuffle(a, b, [0, 2]), lanes.shuffle(a, b, [1, 3])];
  const [ab, cd] = [lanes.shuffle(a, b, [0, 4, 1, 5]), lanes.shuffle(c, d, [0, 4, 1, 5])];
  const [ef, gh] = [lanes.shuffle(a, b, [2, 6, 3, 7]), lanes.shuffle(c, d, [2, 6, 3, 7])];
  const halves = (left: Local, right: Local): Local[] => [
    lanes.shuffle(left, right, [0, 1, 4, 5]),
    lanes.shuffle(left, right, [2, 3, 6, 7]),
  ];
  return [...halves(ab, cd), ...halves(ef, gh)];
}

/** A right matrix that is written down row by row of the contracted axis. */
interface Packing {
  readonly lanes: Lanes;
  readonly from: Local;
  readonly to: Local;
  readonly source: MatrixStrides;
  readonly inner: number;
  readonly columns: number;
}

/** Emits the copy of one matrix, in squares of vectors where it stands transposed, else one by one. */
function emitPacking(packing: Packing): void {
  const { lanes, source, inner, columns } = packing;
  const { count } = lanes;
  const isTurned = source.row === 1;
  const wholeColumns = isTurned ? columns - (columns % count) : 0;
  const wholeInner = isTurned ? inner - (inner % count) : 0;
  if (wholeColumns > 0 && wholeInner > 0) {
    emitGrid(packing, { inner: [0, wholeInner, count], columns: [0, wholeColumns, count] }, (from, to) => {
      const rows = Array.from({ length: count }, (_, c) => lanes.load(from, c * source.column * lanes.bytes));
      transposed(lanes, rows).forEach((vector, k) => {
        lanes.storeSome(vector, to, count, k * columns * lanes.bytes);
      });
    });
  }
  const single = (from: Local, to: Local): void => lanes.storeSome(lanes.loadSome(from, 1), to, 1);
  if (wholeColumns === 0 || wholeInner === 0) {
    emitGrid(packing, { inner: [0, inner, 1], columns: [0, columns, 1] }, single);
    return;
  }
  if (wholeColumns < columns) {
    emitGrid(packing, { inner: [0, inner, 1], columns: [wholeColumns, columns, 1] }, single);
  }
  if (wholeInner < inner) {
    emitGrid(packing, { inner: [wholeInner, inner, 1], columns: [0, wholeColumns, 1] }, single);
  }
}

type Range = readonly [start: number, end: number, step: number];

function emitGrid(
  { lanes, from, to, source, columns }: Packing,
  ranges: { readonly inner: Range; readonly columns: Range },
  emit: (from: Local, to: Local) => void,
): void {
  const { body, bytes } = lanes;
  const [rowFrom, rowTo, cellFrom, cellTo] = [0, 0, 0, 0].map(() => body.local('i32')) as [
    Local,
    Local,
    Local,
    Local,
  ];
  const [innerStart, innerEnd, innerStep] = ranges.inner;
  const [columnStart, columnEnd, columnStep] = ranges.columns;
  body.advance(rowFrom, (innerStart * source.row + columnStart * source.column) * bytes, from);
  body.advance(rowTo, (innerStart * columns + columnStart) * bytes, to);
  body.repeat((innerEnd - innerStart) / innerStep, () => {
    body.advance(cellFrom, 0, rowFrom);
    body.advance(cellTo, 0, rowTo);
    body.repeat((columnEnd - columnStart) / columnStep, () => {
      emit(cellFrom, cellTo);
      body.advance(cellFrom, columnStep * source.column * bytes);
      body.advance(cellTo, columnStep * bytes);
    });
    body.advance(rowFrom, innerStep * source.row * bytes);
    body.advance(rowTo, innerStep * columns * bytes);
  });
}
