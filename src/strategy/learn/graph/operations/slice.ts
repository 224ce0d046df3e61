import {
  type Axis,
  type AxisIndex,
  axisIndex,
  type Node,
  type Pad,
  printNode,
  type Slice,
  shapeError,
  withExtent,
} from '../node.ts';
import { constant, constantValue } from './leaf.ts';

/** Some elements along an axis: from `start`, counted from 0, up to and without `end`. */
export function slice(node: Node, axis: Axis, [start, end]: readonly [start: number, end: number]): Node {
  return sliceAt(node, axisIndex(axis), [start, end]);
}

/** Zeros before and behind a node along an axis. */
export function pad(
  node: Node,
  axis: Axis,
  [before, behind]: readonly [before: number, behind: number],
): Node {
  const count = (value: number): boolean => Number.isInteger(value) && value >= 0;
  if (!count(before) || !count(behind)) {
    throw shapeError(
      'paddings are whole numbers from 0',
      `${before} before and ${behind} behind ${printNode(node)}`,
    );
  }
  return padAt(node, axisIndex(axis), [before, before + node.shape[axisIndex(axis)] + behind]);
}

/** The cotangent between zeros where something was cut off. */
export function sliceAdjoints({ operands, axis, start }: Slice, cotangent: Node): readonly [Node] {
  return [padAt(cotangent, axis, [start, operands[0].shape[axis]])];
}

/** The part of the cotangent that is not of the padding. */
export function padAdjoints({ operands, axis, before }: Pad, cotangent: Node): readonly [Node] {
  return [sliceAt(cotangent, axis, [before, before + operands[0].shape[axis]])];
}

/** A slice by the place of its axis. */
export function sliceAt(node: Node, axis: AxisIndex, [start, end]: readonly [number, number]): Node {
  const whole = node.shape[axis];
  if (start === 0 && end === whole) return node;
  const fits = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start && end <= whole;
  if (!fits)
    throw shapeError(
      'a slice is within its axis',
      `${start} to ${end} along axis ${axis} of ${printNode(node)}`,
    );
  const { operation } = node;
  const shape = withExtent(node.shape, axis, end - start);
  if (operation.kind === 'slice' && operation.axis === axis) {
    return sliceAt(operation.operands[0], axis, [operation.start + start, operation.start + end]);
  }
  return node.graph.define({ kind: 'slice', operands: [node], axis, start }, shape);
}

function padAt(node: Node, axis: AxisIndex, [before, extent]: readonly [number, number]): Node {
  if (extent === node.shape[axis]) return node;
  const shape = withExtent(node.shape, axis, extent);
  if (constantValue(node) === 0) return constant(node.graph, 0, shape);
  return node.graph.define({ kind: 'pad', operands: [node], axis, before }, shape);
}
