import { type Node, printNode, shapeError, type TriangularSolve } from '../node.ts';
import { broadcastTo } from './broadcast.ts';
import { lowerTriangle } from './lower-triangle.ts';
import { matmul } from './matmul.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

/**
 * X of LX = B for each task, or of L′X = B with `transpose`. `lower` is L, [1 or tasks, size, size], of which only
 * the lower triangle is read; `right` is B, [1 or tasks, size, columns].
 */
export function triangularSolve(lower: Node, right: Node, transpose = false): Node {
  const size = lower.shape[1];
  const tasks = Math.max(lower.shape[0], right.shape[0]);
  const tasksFit = [lower, right].every(({ shape }) => shape[0] === 1 || shape[0] === tasks);
  if (lower.shape[2] !== size || right.shape[1] !== size || !tasksFit) {
    const found = `${printNode(lower)} and ${printNode(right)}`;
    throw shapeError('a triangular solve takes a square matrix and as many rows', found);
  }
  const operands = [
    broadcastTo(lower, [tasks, size, size]),
    broadcastTo(right, [tasks, size, right.shape[2]]),
  ] as const;
  return lower.graph.define({ kind: 'triangular-solve', operands, transpose }, operands[1].shape);
}

/** B̄ = L⁻ᵀX̄, or L⁻¹X̄ with `transpose`; L̄ is the lower triangle of −B̄X′, or −XB̄′ (Giles 2008, section 2.2.3). */
export function triangularSolveAdjoints(
  { operands, transpose }: TriangularSolve,
  solution: Node,
  cotangent: Node,
): readonly [Node, Node] {
  const [lower] = operands;
  const forRight = triangularSolve(lower, cotangent, !transpose);
  const whole = transpose
    ? matmul(solution, forRight, { right: true })
    : matmul(forRight, solution, { right: true });
  return [scale(multiply(whole, lowerTriangle(lower.graph, lower.shape[1], 1)), -1), forRight];
}
