import { fineTune } from '../strategy/learn/fine-tune.ts';
import { joint } from '../strategy/learn/joint.ts';
import type { LearnerFactory } from '../strategy/learn/meta-learner.ts';
import { none } from '../strategy/learn/none.ts';
import { rollingRefit } from '../strategy/learn/rolling-refit.ts';
import { rollingRidge } from '../strategy/learn/rolling-ridge.ts';

/** What of a learner's settings its contenders share, so that they differ in how they learn and not in what they are. */
const SHARED = ['hidden', 'metaSteps', 'queryCapacity', 'supportCapacity', 'labelLimit'] as const;

/**
 * What a learner of returns is compared with where a strategy names nothing else: one network over all assets that never adapts,
 * the same with fine-tuning, a network and a ridge regression for each asset alone, the mean label of the support, and 0. The
 * networks have the units and the training steps of `model`, where it says them.
 */
export function usualContenders({ settings }: LearnerFactory): Readonly<Record<string, LearnerFactory>> {
  const given = Object.fromEntries(
    SHARED.flatMap((name) => (name in settings ? [[name, settings[name]]] : [])),
  );
  const { metaSteps: _, queryCapacity: __, ...alone } = given;
  const { hidden: ___, ...linear } = alone;
  return {
    pooled: joint(given),
    'fine-tuned': fineTune(given),
    'per-asset': rollingRefit(alone),
    ridge: rollingRidge(linear),
    'support-mean': none({ value: 'support-mean' }),
    zero: none(),
  };
}
