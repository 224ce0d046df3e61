import { gradient } from './graph/gradient.ts';
import type { Node } from './graph/node.ts';
import { broadcastTo } from './graph/operations/broadcast.ts';
import { type InnerLoopSettings, unrollInnerLoop } from './inner-loop.ts';

/** The losses of a batch of tasks as functions of their parameters, each [tasks, 1, 1]. */
export interface TaskLosses {
  support(parameters: readonly Node[]): Node;
  query(parameters: readonly Node[]): Node;
}

/** What the outer loop needs of each task. */
export interface MetaGradient {
  /** The query loss at the adapted parameters, [tasks, 1, 1]. */
  readonly queryLoss: Node;
  /** For each parameter the gradient of every task's query loss with respect to the shared initialisation. */
  readonly taskGradients: readonly Node[];
}

/**
 * The gradient of the query loss after the inner loop with respect to the initialisation, through all inner
 * steps unless the order is `'first'` (Finn, Abbeel & Levine 2017, algorithm 2).
 *
 * `initialisation` holds one set of parameters, of shapes [1, …], that all tasks share. The gradients stay apart
 * by task, so that the caller can leave out a task that diverged before it takes their mean.
 */
export function metaGradient(
  initialisation: readonly Node[],
  losses: TaskLosses,
  settings: InnerLoopSettings & { readonly tasks: number },
): MetaGradient {
  const copies = initialisation.map((node) =>
    broadcastTo(node, [settings.tasks, node.shape[1], node.shape[2]]),
  );
  const { adapted } = unrollInnerLoop(copies, (parameters) => losses.support(parameters), settings);
  const queryLoss = losses.query(adapted);
  return { queryLoss, taskGradients: gradient(queryLoss, copies) };
}
