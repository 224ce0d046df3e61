import type { BinaryFunction, Node } from '../node.ts';
import { broadcastTo, commonShape } from './broadcast.ts';

/** 1 where the left element is above the right one, else 0; broadcast together; its gradient is 0. */
export function above(left: Node, right: Node): Node {
  return broadcastPair('above', left, right);
}

/** 1 where the left element is at least the right one, else 0; broadcast together; its gradient is 0. */
export function atLeast(left: Node, right: Node): Node {
  return broadcastPair('at-least', left, right);
}

/** A function of two operands that are broadcast together first. */
export function broadcastPair(name: BinaryFunction, left: Node, right: Node): Node {
  const shape = commonShape(left, right);
  const operands = [broadcastTo(left, shape), broadcastTo(right, shape)] as const;
  return left.graph.define({ kind: 'binary', function: name, operands }, shape);
}
