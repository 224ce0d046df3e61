import type { Node, Select } from '../node.ts';
import { broadcastTo, commonShape } from './broadcast.ts';
import { constant } from './leaf.ts';

/**
 * `whenAbove` where `condition` is above 0, else `otherwise`; broadcast together. What is not chosen has no part in
 * the result even where it is not finite, nor in the gradient; the condition has the gradient 0.
 */
export function select(condition: Node, whenAbove: Node, otherwise: Node): Node {
  const shape = commonShape(condition, whenAbove, otherwise);
  const [chosen, left] = [broadcastTo(whenAbove, shape), broadcastTo(otherwise, shape)];
  if (chosen === left) return chosen;
  const operands = [broadcastTo(condition, shape), chosen, left] as const;
  return condition.graph.define({ kind: 'select', operands }, shape);
}

/** The cotangent where an operand was chosen. */
export function selectAdjoints(
  { operands: [condition] }: Select,
  cotangent: Node,
): readonly [null, Node, Node] {
  const zero = constant(cotangent.graph, 0, [1, 1, 1]);
  return [null, select(condition, cotangent, zero), select(condition, zero, cotangent)];
}
