import { RegimetaError } from '../../../model/regimeta-error.ts';

/** The extents of a tensor; tasks lead, so that one graph computes a whole batch. An extent of 1 broadcasts. */
export type Shape = readonly [tasks: number, rows: number, columns: number];

/** The names of the axes of a shape, in its order. */
export type Axis = 'tasks' | 'rows' | 'columns';

/** A number for each element that the outer loop trains. */
interface Parameter {
  readonly kind: 'parameter';
  readonly operands: readonly [];
  readonly name: string;
}

/** Data that the caller writes before each run. */
interface Input {
  readonly kind: 'input';
  readonly operands: readonly [];
  readonly name: string;
}

/** One number, of shape [1, 1, 1]. */
interface Constant {
  readonly kind: 'constant';
  readonly operands: readonly [];
  readonly value: number;
}

/** Numbers that are known when the graph is built, row-major over the shape. */
interface Table {
  readonly kind: 'table';
  readonly operands: readonly [];
  readonly values: readonly number[];
}

/** Repeats the operand along its axes of extent 1. */
interface Broadcast {
  readonly kind: 'broadcast';
  readonly operands: readonly [Node];
}

/** The operand's value with the gradient 0. */
interface StopGradient {
  readonly kind: 'stop-gradient';
  readonly operands: readonly [Node];
}

/** The same elements in row-major order under another shape. */
interface Reshape {
  readonly kind: 'reshape';
  readonly operands: readonly [Node];
}

/** Axis i of the result is axis `order[i]` of the operand. */
export interface Permute {
  readonly kind: 'permute';
  readonly operands: readonly [Node];
  readonly order: readonly [AxisIndex, AxisIndex, AxisIndex];
}

/** The part of the operand that begins at `start` along one axis, as long as the result. */
export interface Slice {
  readonly kind: 'slice';
  readonly operands: readonly [Node];
  readonly axis: AxisIndex;
  readonly start: number;
}

/** Zeros around the operand along one axis: `before` of them before it, and as many behind as the result has room. */
export interface Pad {
  readonly kind: 'pad';
  readonly operands: readonly [Node];
  readonly axis: AxisIndex;
  readonly before: number;
}

/** The operands one behind the other along one axis. */
export interface Concat {
  readonly kind: 'concat';
  readonly operands: readonly Node[];
  readonly axis: AxisIndex;
}

/** For each task the rows of a table that the indices name; a row of NaN for an index that names none. */
export interface Gather {
  readonly kind: 'gather';
  readonly operands: readonly [table: Node, indices: Node];
}

/** For each task zeros, and each row added where its index says; a row whose index names no place is left out. */
export interface ScatterAdd {
  readonly kind: 'scatter-add';
  readonly operands: readonly [rows: Node, indices: Node];
}

/** Sums over the axes in which the result has extent 1. */
interface Sum {
  readonly kind: 'sum';
  readonly operands: readonly [Node];
}

/** The largest or the smallest over the axes in which the result has extent 1; NaN where one of them is NaN. */
export interface Extremum {
  readonly kind: 'extremum';
  readonly operands: readonly [Node];
  readonly function: 'maximum' | 'minimum';
}

/** The functions of one number that a graph knows; each has its builder in a file of the name. */
export type UnaryFunction =
  | 'absolute'
  | 'exponential'
  | 'logarithm'
  | 'reciprocal-root'
  | 'relu'
  | 'root'
  | 'sigmoid'
  | 'sign'
  | 'softplus'
  | 'square'
  | 'tanh';

/** A function of each element. */
interface Unary {
  readonly kind: 'unary';
  readonly operands: readonly [Node];
  readonly function: UnaryFunction;
}

/**
 * The functions of two numbers that a graph knows. `above` and `at-least` are 1 where the left one is so, else 0;
 * `tanh-slope` is left × (1 − right²).
 */
export type BinaryFunction =
  | 'above'
  | 'at-least'
  | 'divide'
  | 'maximum'
  | 'minimum'
  | 'multiply'
  | 'tanh-slope';

/** A function of the elements of two operands, with broadcasting. */
export interface Binary {
  readonly kind: 'binary';
  readonly operands: readonly [left: Node, right: Node];
  readonly function: BinaryFunction;
}

/** `left + factor × right`, with broadcasting. */
export interface AddScaled {
  readonly kind: 'add-scaled';
  readonly operands: readonly [left: Node, right: Node];
  readonly factor: number;
}

/** `factor × operand`. */
export interface Scale {
  readonly kind: 'scale';
  readonly operands: readonly [Node];
  readonly factor: number;
}

/** The second operand where the first is above 0, else the third, with broadcasting. */
export interface Select {
  readonly kind: 'select';
  readonly operands: readonly [condition: Node, whenAbove: Node, otherwise: Node];
}

/** The operations whose every element depends on the same element of each operand. */
export type Elementwise = Unary | Binary | AddScaled | Scale | Select;

/** The product of the two matrices of each task; an operand with one task is shared by all. */
export interface Matmul {
  readonly kind: 'matmul';
  readonly operands: readonly [left: Node, right: Node];
  readonly transposeLeft: boolean;
  readonly transposeRight: boolean;
}

/** X of (gram + ridge · I) X = right for each task. */
export interface RidgeSolve {
  readonly kind: 'ridge-solve';
  readonly operands: readonly [gram: Node, ridge: Node, right: Node];
}

/** The lower triangular L of LL′ = operand for each task. */
interface Cholesky {
  readonly kind: 'cholesky';
  readonly operands: readonly [Node];
}

/** X of LX = right, or of L′X = right, for each task; only the lower triangle of L is read. */
export interface TriangularSolve {
  readonly kind: 'triangular-solve';
  readonly operands: readonly [lower: Node, right: Node];
  readonly transpose: boolean;
}

/** Everything that a graph can compute. */
export type Operation =
  | Parameter
  | Input
  | Constant
  | Table
  | Broadcast
  | StopGradient
  | Reshape
  | Permute
  | Slice
  | Pad
  | Concat
  | Gather
  | ScatterAdd
  | Sum
  | Extremum
  | Unary
  | Binary
  | AddScaled
  | Scale
  | Select
  | Matmul
  | RidgeSolve
  | Cholesky
  | TriangularSolve;

/** The place of an axis in a shape. */
export type AxisIndex = 0 | 1 | 2;

/** A value of a graph. Its operands have smaller ids, so that the ids are an order of execution. */
export interface Node {
  readonly id: number;
  readonly graph: Graph;
  readonly shape: Shape;
  readonly operation: Operation;
}

/** A computation as a growing list of nodes. The same operation on the same operands is one node. */
export class Graph {
  #size = 0;
  readonly #shared = new Map<string, Node>();
  readonly #names = new Set<string>();

  /** Adds a node, or gives the one that computes the same. Only the operations' own builders call it. */
  define(operation: Operation, shape: Shape): Node {
    const leaf = operation.kind === 'parameter' || operation.kind === 'input';
    if (leaf) this.#claim(operation.name);
    const key = keyOf(operation, shape);
    const known = this.#shared.get(key);
    if (known !== undefined) return known;
    for (const operand of operation.operands) {
      if (operand.graph !== this) throw shapeError('operands of one operation belong to one graph', null);
    }
    const node: Node = { id: this.#size++, graph: this, shape, operation };
    this.#shared.set(key, node);
    return node;
  }

  #claim(name: string): void {
    if (this.#names.has(name))
      throw shapeError('names of parameters and inputs are unique', `'${name}' twice`);
    this.#names.add(name);
  }
}

function keyOf(operation: Operation, shape: Shape): string {
  const { operands, ...attributes } = operation;
  return JSON.stringify([attributes, operands.map((operand) => operand.id), shape]);
}

/** The number of elements of a shape. */
export function elementCount(shape: Shape): number {
  return shape[0] * shape[1] * shape[2];
}

/** Whether two shapes are equal in every axis. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

/** A shape as printed in messages. */
export function printShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** The places of an axis in a shape by its name. */
export function axisIndex(axis: Axis): AxisIndex {
  return axis === 'tasks' ? 0 : axis === 'rows' ? 1 : 2;
}

/** A shape with another extent along one axis. */
export function withExtent(shape: Shape, axis: AxisIndex, extent: number): Shape {
  const extents: [number, number, number] = [...shape];
  extents[axis] = extent;
  return extents;
}

/** A node as printed in messages: what it is, its name where it has one, and its shape. */
export function printNode({ id, operation, shape }: Node): string {
  const name = 'name' in operation ? `'${operation.name}'` : `#${id}`;
  return `${operation.kind} ${name} ${printShape(shape)}`;
}

/** The error for tensors that do not fit together. */
export function shapeError(rule: string, found: string | null): RegimetaError {
  return new RegimetaError('E_LEARNER_SHAPE', { place: 'computation graph', rule, found });
}
