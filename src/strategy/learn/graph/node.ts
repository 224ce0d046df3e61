import { RegimetaError } from '../../../model/regimeta-error.ts';

/** The extents of a tensor; tasks lead, so that one graph computes a whole batch. An extent of 1 broadcasts. */
export type Shape = readonly [tasks: number, rows: number, columns: number];

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

/** Repeats the operand along its axes of extent 1. */
interface Broadcast {
  readonly kind: 'broadcast';
  readonly operands: readonly [Node];
}

/** Sums over the axes in which the result has extent 1. */
interface Sum {
  readonly kind: 'sum';
  readonly operands: readonly [Node];
}

/** `left + factor × right`, with broadcasting. */
export interface AddScaled {
  readonly kind: 'add-scaled';
  readonly operands: readonly [left: Node, right: Node];
  readonly factor: number;
}

/** The elementwise product, with broadcasting. */
export interface Multiply {
  readonly kind: 'multiply';
  readonly operands: readonly [left: Node, right: Node];
}

/** `factor × operand`. */
export interface Scale {
  readonly kind: 'scale';
  readonly operands: readonly [Node];
  readonly factor: number;
}

/** The square of each element. */
export interface Square {
  readonly kind: 'square';
  readonly operands: readonly [Node];
}

/** The product of the two matrices of each task; an operand with one task is shared by all. */
export interface Matmul {
  readonly kind: 'matmul';
  readonly operands: readonly [left: Node, right: Node];
  readonly transposeLeft: boolean;
  readonly transposeRight: boolean;
}

/** The hyperbolic tangent of each element. */
interface Tanh {
  readonly kind: 'tanh';
  readonly operands: readonly [Node];
}

/** `upstream × (1 − activation²)`: the slope of tanh where its value is `activation`. */
export interface TanhSlope {
  readonly kind: 'tanh-slope';
  readonly operands: readonly [upstream: Node, activation: Node];
}

/** The larger of each element and 0. */
export interface Relu {
  readonly kind: 'relu';
  readonly operands: readonly [Node];
}

/** `upstream` where `control` is above 0, else 0: the slope of relu, which has slope 0 itself. */
export interface Gate {
  readonly kind: 'gate';
  readonly operands: readonly [upstream: Node, control: Node];
}

/** One over the square root of each element, which must be positive. */
interface ReciprocalRoot {
  readonly kind: 'reciprocal-root';
  readonly operands: readonly [Node];
}

/** e to the power of each element. */
interface Exponential {
  readonly kind: 'exponential';
  readonly operands: readonly [Node];
}

/** X of (gram + ridge · I) X = right for each task. */
export interface RidgeSolve {
  readonly kind: 'ridge-solve';
  readonly operands: readonly [gram: Node, ridge: Node, right: Node];
}

/** The operand's value with the gradient 0. */
interface StopGradient {
  readonly kind: 'stop-gradient';
  readonly operands: readonly [Node];
}

/** Everything that a graph can compute. */
export type Operation =
  | Parameter
  | Input
  | Constant
  | Broadcast
  | Sum
  | AddScaled
  | Multiply
  | Scale
  | Square
  | Matmul
  | Tanh
  | TanhSlope
  | Relu
  | Gate
  | ReciprocalRoot
  | Exponential
  | RidgeSolve
  | StopGradient;

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

/** The error for tensors that do not fit together. */
export function shapeError(rule: string, found: string | null): RegimetaError {
  return new RegimetaError('E_LEARNER_SHAPE', { place: 'computation graph', rule, found });
}
