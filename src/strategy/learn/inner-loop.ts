import { gradient } from './graph/gradient.ts';
import type { Node } from './graph/node.ts';
import { add, addScaled, subtract } from './graph/operations/add-scaled.ts';
import { sumTo } from './graph/operations/broadcast.ts';
import { constant } from './graph/operations/leaf.ts';
import { multiply } from './graph/operations/multiply.ts';
import { reciprocalRoot } from './graph/operations/reciprocal-root.ts';
import { relu } from './graph/operations/relu.ts';
import { scale } from './graph/operations/scale.ts';
import { square } from './graph/operations/square.ts';
import { stopGradient } from './graph/operations/stop-gradient.ts';

/** How parameters move in the inner loop. */
export interface InnerLoopSettings {
  readonly innerSteps: number;
  /** One step size, or one for each element: a node for each parameter, of its shape. */
  readonly innerRate: number | readonly Node[];
  /** The largest Euclidean norm of a task's inner gradient; null for no limit. */
  readonly innerClip: number | null;
  /** With `'first'` the inner gradients count as constants in the outer gradient. */
  readonly order: 'second' | 'first';
}

/** The inner loop as part of a graph. */
export interface InnerLoop {
  /** The parameters after the last step, one set for each task. */
  readonly adapted: readonly Node[];
  /** The loss of each task before the first step, [tasks, 1, 1]. */
  readonly lossBefore: Node;
  /** The gradient of the first step before clipping, for each parameter that moves; none where none does. */
  readonly firstGradient: readonly Node[];
  /** What of the adaptation describes the task, one row for each; absent where nothing does. */
  readonly embedding?: Node;
}

/**
 * Gradient descent on the loss, θ ← θ − α·g, as nodes: nothing is updated in place, so that the result can be
 * differentiated through every step (Finn, Abbeel & Levine 2017, equation 1).
 *
 * `parameters` must have one slice for each task: slices of `loss` then depend on slices of the parameters alone.
 * Clipping is part of the graph: the outer gradient goes through it, and adaptation after training clips alike.
 * `loss` may differ from step to step, counted from 0.
 */
export function unrollInnerLoop(
  parameters: readonly Node[],
  loss: (parameters: readonly Node[], step: number) => Node,
  settings: InnerLoopSettings,
): InnerLoop {
  const { innerSteps, innerRate, innerClip, order } = settings;
  const lossBefore = loss(parameters, 0);
  const firstGradient = gradient(lossBefore, parameters);
  let adapted = parameters;
  for (let step = 0; step < innerSteps; step++) {
    const exact = step === 0 ? firstGradient : gradient(loss(adapted, step), adapted);
    const detached = order === 'first' ? exact.map(stopGradient) : exact;
    const clipped = innerClip === null ? detached : clipNorm(detached, innerClip);
    adapted = adapted.map((node, place) =>
      typeof innerRate === 'number'
        ? addScaled(node, clipped[place]!, -innerRate)
        : subtract(node, multiply(innerRate[place]!, clipped[place]!)),
    );
  }
  return { adapted, lossBefore, firstGradient };
}

/**
 * Scales each task's gradient g down to the norm `limit` where it is longer: by limit / √max(|g|², limit²), which
 * is 1 within the limit, to one unit in the last place, and has no singularity at |g| = 0.
 */
function clipNorm(gradients: readonly Node[], limit: number): readonly Node[] {
  const squares = gradients.map((node) => sumTo(square(node), [node.shape[0], 1, 1]));
  const total = squares.reduce((sum, node) => add(sum, node));
  const floor = constant(total.graph, limit * limit, total.shape);
  const larger = add(floor, relu(addScaled(total, floor, -1)));
  const factor = scale(reciprocalRoot(larger), limit);
  return gradients.map((node) => multiply(factor, node));
}
