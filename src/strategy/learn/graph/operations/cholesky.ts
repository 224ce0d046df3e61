import { type Node, printNode, shapeError } from '../node.ts';
import { add } from './add-scaled.ts';
import { lowerTriangle } from './lower-triangle.ts';
import { matmul } from './matmul.ts';
import { multiply } from './multiply.ts';
import { transpose } from './permute.ts';
import { scale } from './scale.ts';
import { triangularSolve } from './triangular-solve.ts';

/**
 * The lower triangular L of LL′ = A for each task; A is [tasks, size, size] and symmetric, and only its lower triangle
 * is read. Where A is not positive definite in float64 there is NaN in L, which counts as a divergence. The gradient
 * is that along symmetric changes of A.
 */
export function cholesky(node: Node): Node {
  if (node.shape[1] !== node.shape[2])
    throw shapeError('a factorisation takes square matrices', printNode(node));
  return node.graph.define({ kind: 'cholesky', operands: [node] }, node.shape);
}

/** Ā = ½(S + S′) with S = L⁻ᵀ Φ(L′L̄) L⁻¹, where Φ halves the diagonal of the lower triangle (Murray 2016, section 3.2). */
export function choleskyAdjoints(factor: Node, cotangent: Node): readonly [Node] {
  const half = lowerTriangle(factor.graph, factor.shape[1], 0.5);
  const middle = multiply(matmul(factor, cotangent, { left: true }), half);
  const left = triangularSolve(factor, middle, true);
  const whole = triangularSolve(factor, transpose(left), true);
  return [scale(add(whole, transpose(whole)), 0.5)];
}
