import type { Node } from './graph/node.ts';
import { add, subtract } from './graph/operations/add-scaled.ts';
import { sumTo } from './graph/operations/broadcast.ts';
import { exponential } from './graph/operations/exponential.ts';
import { constant } from './graph/operations/leaf.ts';
import { matmul } from './graph/operations/matmul.ts';
import { multiply } from './graph/operations/multiply.ts';
import { reciprocalRoot } from './graph/operations/reciprocal-root.ts';
import { relu } from './graph/operations/relu.ts';
import { square } from './graph/operations/square.ts';

/** An embedding shorter than this counts as being this long, so that its cosine with anything is near 0. */
export const LENGTH_MIN = 1e-8;

/** Embedded rows and what is known of them. */
export interface AttendedRows {
  /** [tasks, rows, units] */
  readonly embeddings: Node;
  /** [tasks, rows, 1] */
  readonly labels: Node;
  /** [tasks, rows, 1]; equal for all rows of a task, and 0 for padding rows. */
  readonly weights: Node;
}

/**
 * ŷ = Σ aᵢyᵢ with a = softmax(cos(q, sᵢ)/τ) over the rows that are not padding (Vinyals, Blundell, Lillicrap &
 * Wierstra 2016, equation 1, with a temperature): [tasks, queries, 1] for `queries` of [tasks, queries, units].
 * `inverse` is 1/τ, [1 or tasks, 1, 1]. The exponent is (cos − 1)/τ, which never overflows.
 */
export function cosineAttention(queries: Node, rows: AttendedRows, inverse: Node): Node {
  const cosines = matmul(unitLength(queries), unitLength(rows.embeddings), { right: true });
  const closeness = subtract(cosines, constant(cosines.graph, 1, cosines.shape));
  const scores = exponential(multiply(closeness, inverse));
  const total = matmul(scores, rows.weights);
  const weighted = matmul(scores, multiply(rows.weights, rows.labels));
  return multiply(weighted, square(reciprocalRoot(total)));
}

function unitLength(vectors: Node): Node {
  const [tasks, rows] = vectors.shape;
  const lengths = sumTo(square(vectors), [tasks, rows, 1]);
  const floor = constant(vectors.graph, LENGTH_MIN * LENGTH_MIN, lengths.shape);
  const larger = add(floor, relu(subtract(lengths, floor)));
  return multiply(vectors, reciprocalRoot(larger));
}
