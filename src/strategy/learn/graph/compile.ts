import { BufferPool, type Precision } from './buffer-pool.ts';
import { addScaledKernel, multiplyKernel } from './kernels/broadcast-arithmetic.ts';
import { BINARY_LOOPS, scaleLoop, selectLoop, UNARY_LOOPS } from './kernels/elementwise.ts';
import { matmulKernel } from './kernels/matmul.ts';
import { concatKernel, copyKernel, gatherKernel, padKernel, scatterAddKernel } from './kernels/movement.ts';
import { extremumKernel, sumKernel } from './kernels/reduction.ts';
import { choleskyKernel, ridgeSolveKernel, triangularSolveKernel } from './kernels/solve.ts';
import { type Elementwise, elementCount, type Node, type Operation, shapeError } from './node.ts';
import { executionOrder } from './order.ts';
import type { Program } from './program.ts';
import { broadcastView, denseView, type Kernel, permutedView, slicedView, type View } from './view.ts';

/** Operations that can be another reading of their operand's array. */
const STRIDED_VIEWS = ['broadcast', 'stop-gradient', 'permute', 'slice'];
const VIEWS = [...STRIDED_VIEWS, 'reshape'];

/**
 * Compiles to a list of loops over preallocated typed arrays, one for each node, run in the order in which the
 * nodes were made. Broadcasts, slices and the like are views and cost nothing where the reader takes strides. An array whose last reader has
 * run serves a later node of the same size, so only leaves and outputs keep theirs.
 */
export function compileKernels(outputs: readonly Node[], precision: Precision = 'float64'): Program {
  const { views, kernels } = new Compilation(outputs, precision);
  const readable = new Set<Node>(outputs);
  return {
    run() {
      for (let i = 0; i < kernels.length; i++) kernels[i]!();
    },
    values(node) {
      const view = views.get(node);
      if (view === undefined || !(readable.has(node) || isLeaf(node))) {
        throw shapeError('only leaves and outputs of a program can be read', `node ${node.id}`);
      }
      return view.values;
    },
  };
}

/** What the compilation of one program knows while it walks the nodes. */
class Compilation {
  readonly views = new Map<Node, View>();
  readonly kernels: Kernel[] = [];
  readonly #pool: BufferPool;
  readonly #inFull: ReadonlySet<Node>;

  constructor(outputs: readonly Node[], precision: Precision) {
    this.#pool = new BufferPool(precision);
    const order = executionOrder(outputs);
    this.#inFull = nodesInFull(order, outputs);
    const expiring = expiries(order, outputs, (node) => this.#isView(node));
    for (const node of order) {
      this.#place(node);
      for (const expired of expiring.get(node) ?? []) this.#pool.give(this.views.get(expired)!.values);
    }
  }

  #isView(node: Node): boolean {
    return VIEWS.includes(node.operation.kind) && !this.#inFull.has(node);
  }

  #place(node: Node): void {
    const operands = node.operation.operands.map((operand) => this.views.get(operand)!);
    if (this.#isView(node)) {
      this.views.set(node, viewOf(node, operands[0]!));
      return;
    }
    const { operation, shape } = node;
    const count = elementCount(shape);
    const out = denseView(isLeaf(node) ? this.#pool.fresh(count) : this.#pool.take(count), shape);
    this.views.set(node, out);
    if (operation.kind === 'constant') out.values.fill(operation.value);
    else if (operation.kind === 'table') out.values.set(operation.values);
    else if (!isLeaf(node)) this.kernels.push(kernelOf(node, out, operands));
  }
}

function isLeaf(node: Node): boolean {
  return node.operation.operands.length === 0;
}

/** Views that must be written out: outputs, and operands of kernels that read dense arrays. */
function nodesInFull(order: readonly Node[], outputs: readonly Node[]): ReadonlySet<Node> {
  const inFull = new Set<Node>(outputs);
  for (const { operation } of order) {
    if (!readsStrides(operation)) for (const operand of operation.operands) inFull.add(operand);
  }
  return inFull;
}

function readsStrides(operation: Operation): boolean {
  if (operation.kind === 'binary') return operation.function === 'multiply';
  return ['matmul', 'add-scaled', 'pad', 'concat', ...STRIDED_VIEWS].includes(operation.kind);
}

/** For each node, those whose arrays nobody reads after it. A view keeps the array behind it alive. */
function expiries(
  order: readonly Node[],
  outputs: readonly Node[],
  isView: (node: Node) => boolean,
): ReadonlyMap<Node, readonly Node[]> {
  const owner = (node: Node): Node => (isView(node) ? owner(node.operation.operands[0]!) : node);
  const lastReaders = new Map<Node, Node>();
  for (const node of order)
    for (const operand of node.operation.operands) lastReaders.set(owner(operand), node);
  const kept = new Set(outputs.map(owner));
  const expiring = new Map<Node, Node[]>();
  for (const [node, reader] of lastReaders) {
    if (kept.has(node) || isLeaf(node)) continue;
    expiring.set(reader, [...(expiring.get(reader) ?? []), node]);
  }
  return expiring;
}

function viewOf({ operation, shape }: Node, operand: View): View {
  if (operation.kind === 'permute') return permutedView(operand, operation.order);
  if (operation.kind === 'slice') return slicedView(operand, shape, operation.axis, operation.start);
  if (operation.kind === 'reshape') return denseView(operand.values, shape);
  return broadcastView(operand, shape);
}

/** The loop over typed arrays that computes a node; the operands are dense where it does not read strides. */
export function kernelOf(node: Node, out: View, operands: readonly View[]): Kernel {
  const { operation } = node;
  const [first, second, third] = operands as readonly [View, View, View];
  switch (operation.kind) {
    case 'broadcast':
    case 'stop-gradient':
    case 'reshape':
    case 'permute':
    case 'slice':
      return copyKernel(out, viewOf(node, first));
    case 'pad':
      return padKernel(operation, out, first);
    case 'concat':
      return concatKernel(operation, out, operands);
    case 'gather':
      return gatherKernel(out, [first, second]);
    case 'scatter-add':
      return scatterAddKernel(out, [first, second]);
    case 'sum':
      return sumKernel(out, first);
    case 'extremum':
      return extremumKernel(operation.function, out, first);
    case 'matmul':
      return matmulKernel(operation, out, [first, second]);
    case 'ridge-solve':
      return ridgeSolveKernel(out, [first, second, third]);
    case 'cholesky':
      return choleskyKernel(out, first);
    case 'triangular-solve':
      return triangularSolveKernel(operation.transpose, out, [first, second]);
    case 'unary':
    case 'binary':
    case 'add-scaled':
    case 'scale':
    case 'select':
      return elementwiseKernel(operation, out, operands);
    case 'parameter':
    case 'input':
    case 'constant':
    case 'table':
      throw shapeError('leaves are not computed', operation.kind);
  }
}

function elementwiseKernel(operation: Elementwise, out: View, operands: readonly View[]): Kernel {
  const [first, second, third] = operands as readonly [View, View, View];
  const result = out.values;
  if (operation.kind === 'add-scaled') return addScaledKernel(operation.factor, out, [first, second]);
  if (operation.kind === 'scale') return () => scaleLoop(result, first.values, operation.factor);
  if (operation.kind === 'select') {
    const chosen = [first.values, second.values, third.values] as const;
    return () => selectLoop(result, chosen);
  }
  if (operation.kind === 'unary') {
    const loop = UNARY_LOOPS[operation.function];
    return () => loop(result, first.values);
  }
  if (operation.function === 'multiply') return multiplyKernel(out, [first, second]);
  const loop = BINARY_LOOPS[operation.function];
  return () => loop(result, first.values, second.values);
}
