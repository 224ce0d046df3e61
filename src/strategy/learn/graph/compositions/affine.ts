import type { Node } from '../node.ts';
import { add } from '../operations/add-scaled.ts';
import { matmul } from '../operations/matmul.ts';

/** `rows · weights + biases`: [tasks, rows, outputs] for weights of [1 or tasks, inputs, outputs] and one row of biases. */
export function affine(rows: Node, weights: Node, biases: Node): Node {
  return add(matmul(rows, weights), biases);
}
