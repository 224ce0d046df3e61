import {
  type Extremum,
  type Node,
  printNode,
  printShape,
  type Shape,
  sameShape,
  shapeError,
} from '../node.ts';
import { broadcastTo, sumTo } from './broadcast.ts';
import { atLeast } from './compare.ts';
import { divide } from './divide.ts';
import { multiply } from './multiply.ts';

/** The largest or smallest over every axis in which the shape has extent 1; NaN where one element is NaN. */
export function extremumTo(node: Node, shape: Shape, which: Extremum['function']): Node {
  if (sameShape(node.shape, shape)) return node;
  if (!([0, 1, 2] as const).every((axis) => shape[axis] === 1 || shape[axis] === node.shape[axis])) {
    throw shapeError(`a ${which} keeps an extent or leaves 1`, `${printNode(node)} to ${printShape(shape)}`);
  }
  return node.graph.define({ kind: 'extremum', function: which, operands: [node] }, shape);
}

/** The cotangent shared evenly by the elements that are the extremum; `value` is the extremum node itself. */
export function extremumAdjoints(value: Node, operation: Extremum, cotangent: Node): readonly [Node] {
  const [operand] = operation.operands;
  const whole = broadcastTo(value, operand.shape);
  const reached = operation.function === 'maximum' ? atLeast(operand, whole) : atLeast(whole, operand);
  return [multiply(reached, divide(cotangent, sumTo(reached, value.shape)))];
}
