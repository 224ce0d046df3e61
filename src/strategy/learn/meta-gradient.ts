import { gradient } from './graph/gradient.ts';
import type { Node } from './graph/node.ts';

/** What the outer loop needs of each task. */
export interface MetaGradient {
  /** The query loss at the adapted parameters, [tasks, 1, 1]. */
  readonly queryLoss: Node;
  /** For each trained tensor the direction that the outer step goes against, one slice for each task. */
  readonly taskGradients: readonly Node[];
}

/**
 * The gradient of the query loss after the inner loop with respect to what it started from, through all inner
 * steps unless they stopped it (Finn, Abbeel & Levine 2017, algorithm 2).
 *
 * `copies` holds the trained parameters with one slice for each task. The gradients stay apart by task, so that the
 * caller can leave out a task that diverged before it takes their mean.
 */
export function metaGradient(
  copies: readonly Node[],
  adapt: (parameters: readonly Node[]) => readonly Node[],
  query: (adapted: readonly Node[]) => Node,
): MetaGradient {
  const queryLoss = query(adapt(copies));
  return { queryLoss, taskGradients: gradient(queryLoss, copies) };
}
