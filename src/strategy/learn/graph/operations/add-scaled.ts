import { type AddScaled, type Node, shapeError } from '../node.ts';
import { broadcastTo, commonShape, sumTo } from './broadcast.ts';
import { constantValue } from './leaf.ts';
import { scale } from './scale.ts';

/** `left + factor × right`, broadcast together. With factor 1 and −1 the sum and the difference, to the bit. */
export function addScaled(left: Node, right: Node, factor: number): Node {
  if (!Number.isFinite(factor)) throw shapeError('factors are finite', String(factor));
  const shape = commonShape(left, right);
  if (factor === 0 || constantValue(right) === 0) return broadcastTo(left, shape);
  if (constantValue(left) === 0) return broadcastTo(scale(right, factor), shape);
  return left.graph.define({ kind: 'add-scaled', operands: [left, right], factor }, shape);
}

/** The sum, broadcast together. */
export function add(left: Node, right: Node): Node {
  return addScaled(left, right, 1);
}

/** The difference, broadcast together. */
export function subtract(left: Node, right: Node): Node {
  return addScaled(left, right, -1);
}

/** Each element plus a finite number. */
export function shift(node: Node, value: number): Node {
  const { graph } = node;
  if (!Number.isFinite(value)) throw shapeError('factors are finite', String(value));
  return add(node, graph.define({ kind: 'constant', operands: [], value }, [1, 1, 1]));
}

/** The cotangent and its multiple, summed over what was broadcast. */
export function addScaledAdjoints(operation: AddScaled, cotangent: Node): readonly [Node, Node] {
  const [left, right] = operation.operands;
  return [sumTo(cotangent, left.shape), scale(sumTo(cotangent, right.shape), operation.factor)];
}
