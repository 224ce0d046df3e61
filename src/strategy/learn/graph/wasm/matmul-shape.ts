import type { Shape } from '../node.ts';
import type { Place } from './step.ts';

/** Strides of the matrices of an operand, in numbers. */
export interface MatrixStrides {
  readonly task: number;
  readonly row: number;
  readonly column: number;
}

/** A matrix product as it is computed, with what is written row-major. */
export interface MatmulShape {
  readonly tasks: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly left: MatrixStrides;
  readonly right: MatrixStrides;
  /** Whether what is called left here is the right operand: a product of one column is the transpose of one of one row. */
  readonly isSwapped: boolean;
  /** Whether the right matrices are written down transposed first; their strides are then those of the copy. */
  readonly isPacked: boolean;
  /**
   * `block`: vectors run along the columns. `dots`: there is one column, the left rows are read along the contracted
   * axis, and vectors run along the rows.
   */
  readonly form: 'block' | 'dots';
}

/** A product as the graph states it. */
interface Product {
  readonly transposeLeft: boolean;
  readonly transposeRight: boolean;
  readonly reads: readonly Place[];
}

/** How a product is computed best. */
export function matmulShape(product: Product, shape: Shape): MatmulShape {
  const [leftPlace, rightPlace] = product.reads as readonly [Place, Place];
  const left = stridesOf(leftPlace, product.transposeLeft);
  const right = stridesOf(rightPlace, product.transposeRight);
  const inner = leftPlace.shape[product.transposeLeft ? 1 : 2];
  const [tasks, rows, columns] = shape;
  const plain = { tasks, rows, inner, columns, left, right, isSwapped: false, isPacked: false } as const;
  return formed(merged(plain));
}

type Unformed = Omit<MatmulShape, 'form'>;

/** With right matrices that all tasks share, the left rows of all tasks are those of one matrix. */
function merged(shape: Unformed): Unformed {
  const { tasks, rows, left, right } = shape;
  if (tasks === 1 || right.task !== 0 || left.task !== rows * left.row) return shape;
  return { ...shape, tasks: 1, rows: tasks * rows, left: { ...left, task: 0 } };
}

function formed(shape: Unformed): MatmulShape {
  const { rows, columns, left, right } = shape;
  if (columns === 1) {
    if (left.row === 1 && rows > 1) return { ...swapped(shape), form: 'block' };
    return { ...shape, form: left.column === 1 || shape.inner === 1 ? 'dots' : 'block' };
  }
  if (right.column === 1) return { ...shape, form: 'block' };
  if (rows === 1 && right.row === 1) return { ...swapped(shape), form: 'dots' };
  const copy = { task: 0, row: columns, column: 1 };
  return { ...shape, right: copy, isPacked: true, form: 'block' };
}

/** The transposed product: the operands change places, and so do rows and columns. One of those has the extent 1. */
function swapped(shape: Unformed): Unformed {
  const { rows, columns, left, right } = shape;
  return {
    ...shape,
    rows: columns,
    columns: rows,
    left: turned(right),
    right: turned(left),
    isSwapped: true,
  };
}

function turned({ task, row, column }: MatrixStrides): MatrixStrides {
  return { task, row: column, column: row };
}

/** Of a matrix read as it is or transposed; along an axis of extent 1 a stride says nothing and counts as 1. */
export function stridesOf({ shape, strides }: Place, transpose: boolean): MatrixStrides {
  const row = shape[1] === 1 ? 1 : strides[1];
  const column = shape[2] === 1 ? 1 : strides[2];
  const task = shape[0] === 1 ? 0 : strides[0];
  return transpose ? { task, row: column, column: row } : { task, row, column };
}
