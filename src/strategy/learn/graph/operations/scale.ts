import { type Node, type Scale, shapeError } from '../node.ts';
import { constant, constantValue } from './leaf.ts';

/** Each element times a finite factor. */
export function scale(node: Node, factor: number): Node {
  if (!Number.isFinite(factor)) throw shapeError('factors are finite', String(factor));
  if (factor === 1) return node;
  const value = constantValue(node);
  if (value !== null) return constant(node.graph, value * factor, node.shape);
  return node.graph.define({ kind: 'scale', operands: [node], factor }, node.shape);
}

/** The cotangent times the same factor. */
export function scaleAdjoints(operation: Scale, cotangent: Node): readonly [Node] {
  return [scale(cotangent, operation.factor)];
}
