import { maskedSoftmax, softmax } from './graph/compositions/softmax.ts';
import type { Node } from './graph/node.ts';
import { add, addScaled } from './graph/operations/add-scaled.ts';
import { matmul } from './graph/operations/matmul.ts';
import { transpose } from './graph/operations/permute.ts';
import { sumOver } from './graph/operations/reduce.ts';
import { scale } from './graph/operations/scale.ts';
import { square } from './graph/operations/square.ts';

/**
 * The mean embedding of each class, [tasks, classes, units]: `membership` is [tasks, rows, classes] with 1 / max(1, rows
 * of the class) where a row belongs to a class and 0 elsewhere, so that an empty class has the zero vector.
 */
export function prototypes(embeddings: Node, membership: Node): Node {
  return matmul(membership, embeddings, { left: true });
}

/** −‖q − c‖² of every query and class, [tasks, queries, classes] (Snell, Swersky & Zemel 2017, equation 2). */
export function classLogits(queries: Node, centres: Node): Node {
  const products = matmul(queries, centres, { right: true });
  const lengths = add(sumOver(square(queries), 'columns'), transpose(sumOver(square(centres), 'columns')));
  return scale(addScaled(lengths, products, -2), -1);
}

/** Their softmax over the classes; over those where `known`, [tasks, 1, classes], is above 0, where it is given. */
export function classProbabilities(logits: Node, known: Node | null): Node {
  return known === null ? softmax(logits, 'columns') : maskedSoftmax(logits, known, 'columns');
}
