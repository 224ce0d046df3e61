import type { Graph, Node } from '../node.ts';
import { atLeast } from '../operations/compare.ts';
import { positions } from '../operations/leaf.ts';
import { matmul } from '../operations/matmul.ts';
import { scale } from '../operations/scale.ts';
import { maskedSoftmax, softmax } from './softmax.ts';

/** What attends to what. */
export interface AttentionOperands {
  /** [tasks, places, units] */
  readonly queries: Node;
  /** [1 or tasks, keys, units] */
  readonly keys: Node;
  /** [1 or tasks, keys, columns] */
  readonly values: Node;
  /**
   * Above 0 where a query may see a key; broadcasts to [tasks, places, keys]. Null where every query sees all. A query
   * that sees nothing gives zeros.
   */
  readonly mask: Node | null;
}

/** softmax(QK′/√units)·V, [tasks, places, columns] (Vaswani et al. 2017, equation 1). */
export function attention({ queries, keys, values, mask }: AttentionOperands): Node {
  const scores = scale(matmul(queries, keys, { right: true }), 1 / Math.sqrt(queries.shape[2]));
  const weights = mask === null ? softmax(scores, 'columns') : maskedSoftmax(scores, mask, 'columns');
  return matmul(weights, values);
}

/** [1, extent, extent]: 1 where the column is not after the row, so that a row sees itself and what was before. */
export function causalMask(graph: Graph, extent: number): Node {
  return atLeast(positions(graph, 'rows', extent), positions(graph, 'columns', extent));
}
