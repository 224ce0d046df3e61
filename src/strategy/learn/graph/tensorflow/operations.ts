import { type BinaryFunction, type Node, shapeError, type UnaryFunction } from '../node.ts';
import type { Tensor, TensorFlow } from './tensor-flow.ts';

/** The functions of one number by their names in TensorFlow.js. */
const UNARY = {
  absolute: 'abs',
  exponential: 'exp',
  logarithm: 'log',
  'reciprocal-root': 'rsqrt',
  relu: 'relu',
  root: 'sqrt',
  sigmoid: 'sigmoid',
  sign: 'sign',
  softplus: 'softplus',
  square: 'square',
  tanh: 'tanh',
} as const satisfies Readonly<Record<UnaryFunction, keyof TensorFlow>>;

/** Whether an operation is left to the loops over typed arrays. */
export function isHostOperation({ operation }: Node): boolean {
  return ['ridge-solve', 'cholesky', 'triangular-solve'].includes(operation.kind);
}

/** A node that is neither a leaf nor left to the host, from the tensors of its operands. */
export function tensorOf(tensorFlow: TensorFlow, node: Node, operands: readonly Tensor[]): Tensor {
  const { operation, shape } = node;
  const [first, second, third] = operands as readonly [Tensor, Tensor, Tensor];
  switch (operation.kind) {
    case 'unary':
      return tensorFlow[UNARY[operation.function]](first);
    case 'binary':
      return binaryOf(tensorFlow, operation.function, [first, second]);
    case 'add-scaled':
      if (operation.factor === 1) return tensorFlow.add(first, second);
      if (operation.factor === -1) return tensorFlow.sub(first, second);
      return tensorFlow.add(first, tensorFlow.mul(tensorFlow.scalar(operation.factor), second));
    case 'scale':
      return tensorFlow.mul(tensorFlow.scalar(operation.factor), first);
    case 'select':
      return tensorFlow.where(tensorFlow.greater(first, tensorFlow.scalar(0)), second, third);
    case 'sum':
      return tensorFlow.sum(first, reducedAxes(node), true);
    case 'extremum':
      return tensorFlow[operation.function === 'maximum' ? 'max' : 'min'](first, reducedAxes(node), true);
    case 'matmul':
      return tensorFlow.matMul(first, second, operation.transposeLeft, operation.transposeRight);
    case 'broadcast':
      return tensorFlow.broadcastTo(first, [...shape]);
    case 'stop-gradient':
      return first;
    case 'gather':
      return gathered(tensorFlow, node, [first, second]);
    case 'scatter-add':
      return scattered(tensorFlow, node, [first, second]);
    case 'reshape':
    case 'permute':
    case 'slice':
    case 'pad':
    case 'concat':
      return movedOf(tensorFlow, node, operands);
    case 'parameter':
    case 'input':
    case 'constant':
    case 'table':
    case 'ridge-solve':
    case 'cholesky':
    case 'triangular-solve':
      throw shapeError('leaves and solves are no operations of TensorFlow.js', operation.kind);
  }
}

function binaryOf(
  tensorFlow: TensorFlow,
  name: BinaryFunction,
  [left, right]: readonly [Tensor, Tensor],
): Tensor {
  switch (name) {
    case 'above':
      return tensorFlow.cast(tensorFlow.greater(left, right), 'float32');
    case 'at-least':
      return tensorFlow.cast(tensorFlow.greaterEqual(left, right), 'float32');
    case 'divide':
      return tensorFlow.div(left, right);
    case 'maximum':
    case 'minimum':
      return tensorFlow[name](left, right);
    case 'multiply':
      return tensorFlow.mul(left, right);
    case 'tanh-slope':
      return tensorFlow.mul(left, tensorFlow.sub(tensorFlow.scalar(1), tensorFlow.square(right)));
  }
}

/** An operation that only moves elements. */
function movedOf(tensorFlow: TensorFlow, { operation, shape }: Node, operands: readonly Tensor[]): Tensor {
  const first = operands[0]!;
  if (operation.kind === 'permute') return tensorFlow.transpose(first, [...operation.order]);
  if (operation.kind === 'concat') return tensorFlow.concat([...operands], operation.axis);
  if (operation.kind === 'slice') {
    const begin = [0, 0, 0];
    begin[operation.axis] = operation.start;
    return tensorFlow.slice(first, begin, [...shape]);
  }
  if (operation.kind === 'pad') {
    const { axis, before } = operation;
    const behind = shape[axis] - operation.operands[0].shape[axis] - before;
    return tensorFlow.pad(
      first,
      [0, 1, 2].map((of) => (of === axis ? [before, behind] : [0, 0])),
    );
  }
  return tensorFlow.reshape(first, [...shape]);
}

function reducedAxes({ operation, shape }: Node): number[] {
  const from = operation.operands[0]!.shape;
  return [0, 1, 2].filter((axis) => shape[axis] !== from[axis]);
}

/** Indices rounded as the typed arrays round them, and where they name a row. */
function placesOf(
  tensorFlow: TensorFlow,
  indices: Tensor,
  [tasks, places, extent]: readonly [number, number, number],
): { readonly rows: Int32Array; readonly known: Tensor } {
  const rounded = Int32Array.from(indices.dataSync(), (index) => {
    const row = Math.floor(index + 0.5);
    return row >= 0 && row < extent ? row : -1;
  });
  const known = Float32Array.from(rounded, (row) => (row < 0 ? 0 : 1));
  return { rows: rounded, known: tensorFlow.tensor(known, [tasks, places, 1], 'float32') };
}

function gathered(tensorFlow: TensorFlow, node: Node, [table, indices]: readonly [Tensor, Tensor]): Tensor {
  const [tasks, places] = node.shape;
  const extent = node.operation.operands[0]!.shape[1];
  const { rows, known } = placesOf(tensorFlow, indices, [tasks, places, extent]);
  const within = tensorFlow.tensor(
    rows.map((row) => Math.max(0, row)),
    [tasks, places],
    'int32',
  );
  const found = tensorFlow.gather(table, within, 1, 1);
  const unknown = tensorFlow.broadcastTo(tensorFlow.scalar(Number.NaN), [...node.shape]);
  const isKnown = tensorFlow.greater(tensorFlow.broadcastTo(known, [...node.shape]), tensorFlow.scalar(0));
  return tensorFlow.where(isKnown, found, unknown);
}

function scattered(tensorFlow: TensorFlow, node: Node, [rows, indices]: readonly [Tensor, Tensor]): Tensor {
  const [tasks, extent] = node.shape;
  const places = node.operation.operands[0]!.shape[1];
  const { rows: targets } = placesOf(tensorFlow, indices, [tasks, places, extent]);
  const one = tensorFlow.oneHot(tensorFlow.tensor(targets, [tasks, places], 'int32'), extent);
  return tensorFlow.matMul(tensorFlow.cast(one, 'float32'), rows, true, false);
}
