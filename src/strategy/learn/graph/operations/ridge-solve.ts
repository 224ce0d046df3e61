import { type Node, printNode, type RidgeSolve, shapeError } from '../node.ts';
import { sumTo } from './broadcast.ts';
import { matmul } from './matmul.ts';
import { multiply } from './multiply.ts';
import { scale } from './scale.ts';

/** The operands of a ridge solve. */
export interface RidgeSystem {
  /** A: [tasks, size, size], symmetric and not indefinite; only its lower triangle is read. */
  readonly gram: Node;
  /** λ: [1 or tasks, 1, 1], above 0. */
  readonly ridge: Node;
  /** B: [tasks, size, columns]. */
  readonly right: Node;
}

/**
 * X of (A + λI)X = B for each task. Where A + λI is not positive definite in float64, X is NaN, which counts as a
 * divergence.
 */
export function ridgeSolve({ gram, ridge, right }: RidgeSystem): Node {
  const [tasks, size] = gram.shape;
  const fits =
    gram.shape[2] === size &&
    right.shape[0] === tasks &&
    right.shape[1] === size &&
    [1, tasks].includes(ridge.shape[0]) &&
    ridge.shape[1] * ridge.shape[2] === 1;
  if (!fits) {
    const found = [gram, ridge, right].map(printNode).join(', ');
    throw shapeError('a ridge solve takes square matrices, one number and as many rows', found);
  }
  return gram.graph.define({ kind: 'ridge-solve', operands: [gram, ridge, right] }, right.shape);
}

/**
 * `solution` is the ridge-solve node itself. With the cotangent X̄ the right side has B̄ = (A + λI)⁻¹X̄, the matrix
 * −B̄X′ and λ the trace of that (Giles 2008, section 2.2.3).
 */
export function ridgeSolveAdjoints(
  operation: RidgeSolve,
  solution: Node,
  cotangent: Node,
): readonly [Node, Node, Node] {
  const [gram, ridge] = operation.operands;
  const forRight = ridgeSolve({ gram, ridge, right: cotangent });
  const forGram = scale(matmul(forRight, solution, { right: true }), -1);
  return [forGram, scale(sumTo(multiply(forRight, solution), ridge.shape), -1), forRight];
}
