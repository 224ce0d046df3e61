import { BufferPool, type Precision } from './buffer-pool.ts';
import { elementCount, type Node, shapeError } from './node.ts';
import { addScaledKernel } from './operations/add-scaled.ts';
import { broadcastKernel, sumKernel } from './operations/broadcast.ts';
import { exponentialKernel } from './operations/exponential.ts';
import { matmulKernel } from './operations/matmul.ts';
import { multiplyKernel } from './operations/multiply.ts';
import { reciprocalRootKernel } from './operations/reciprocal-root.ts';
import { gateKernel, reluKernel } from './operations/relu.ts';
import { ridgeSolveKernel } from './operations/ridge-solve.ts';
import { scaleKernel } from './operations/scale.ts';
import { squareKernel } from './operations/square.ts';
import { tanhKernel, tanhSlopeKernel } from './operations/tanh.ts';
import { executionOrder } from './order.ts';
import type { Program } from './program.ts';
import { broadcastView, denseView, type Kernel, type View } from './view.ts';

/**
 * Compiles to a list of loops over preallocated typed arrays, one for each node, run in the order in which the
 * nodes were made. Broadcasts and stopped gradients are views and cost nothing. An array whose last reader has
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
    const { kind } = node.operation;
    return (kind === 'broadcast' || kind === 'stop-gradient') && !this.#inFull.has(node);
  }

  #place(node: Node): void {
    const operands = node.operation.operands.map((operand) => this.views.get(operand)!);
    if (this.#isView(node)) {
      this.views.set(node, broadcastView(operands[0]!, node.shape));
      return;
    }
    const { operation, shape } = node;
    const count = elementCount(shape);
    const out = denseView(isLeaf(node) ? this.#pool.fresh(count) : this.#pool.take(count), shape);
    this.views.set(node, out);
    if (operation.kind === 'constant') out.values.fill(operation.value);
    else if (!isLeaf(node)) this.kernels.push(kernelOf(node, out, operands));
  }
}

function isLeaf(node: Node): boolean {
  return node.operation.operands.length === 0;
}

/** Repeated or aliased nodes that must be written out: outputs, and operands of kernels that read dense arrays. */
function nodesInFull(order: readonly Node[], outputs: readonly Node[]): ReadonlySet<Node> {
  const inFull = new Set<Node>(outputs);
  for (const { operation } of order) {
    if (!readsStrides(operation.kind)) for (const operand of operation.operands) inFull.add(operand);
  }
  return inFull;
}

function readsStrides(kind: Node['operation']['kind']): boolean {
  return ['matmul', 'add-scaled', 'multiply', 'broadcast', 'stop-gradient'].includes(kind);
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

function kernelOf(node: Node, out: View, operands: readonly View[]): Kernel {
  const { operation } = node;
  const first = operands[0]!;
  const second = operands[1]!;
  switch (operation.kind) {
    case 'broadcast':
    case 'stop-gradient':
      return broadcastKernel(out, broadcastView(first, out.shape));
    case 'sum':
      return sumKernel(out, first);
    case 'add-scaled':
      return addScaledKernel(operation.factor, out, [first, second]);
    case 'multiply':
      return multiplyKernel(out, [first, second]);
    case 'scale':
      return scaleKernel(operation.factor, out, first);
    case 'square':
      return squareKernel(out, first);
    case 'matmul':
      return matmulKernel(operation, out, [first, second]);
    case 'tanh':
      return tanhKernel(out, first);
    case 'tanh-slope':
      return tanhSlopeKernel(out, first, second);
    case 'relu':
      return reluKernel(out, first);
    case 'gate':
      return gateKernel(out, first, second);
    case 'reciprocal-root':
      return reciprocalRootKernel(out, first);
    case 'exponential':
      return exponentialKernel(out, first);
    case 'ridge-solve':
      return ridgeSolveKernel(out, [first, second, operands[2]!]);
    case 'parameter':
    case 'input':
    case 'constant':
      throw shapeError('leaves are not computed', operation.kind);
  }
}
