import { euclideanNorm } from '../../math/euclidean-norm.ts';
import { initAdam, updateAdam } from './adam.ts';
import type { OuterSettings } from './learner-settings.ts';
import type { OuterStep } from './method.ts';

/** Adam on the gradient, clipped before. */
export function adamStep(parameterCount: number, { outerRate, outerClip }: OuterSettings): OuterStep {
  const adam = initAdam(parameterCount);
  return (parameters, gradient) => {
    clipTo(gradient, outerClip);
    updateAdam(adam, parameters, gradient, outerRate);
  };
}

/** Another step, after which the parameters from `start` up to `end` are set to the range where they left it. */
export function withinRange(
  inner: OuterStep,
  { start, end }: { readonly start: number; readonly end: number },
  [low, high]: readonly [low: number, high: number],
): OuterStep {
  return (parameters, gradient, step) => {
    inner(parameters, gradient, step);
    for (let i = start; i < end; i++) parameters[i] = Math.max(low, Math.min(high, parameters[i]!));
  };
}

/** Scales the vector down in place to the norm `limit` where it is longer. */
function clipTo(vector: Float64Array, limit: number | null): void {
  if (limit === null) return;
  const norm = euclideanNorm(vector);
  if (norm <= limit) return;
  for (let i = 0; i < vector.length; i++) vector[i]! *= limit / norm;
}
