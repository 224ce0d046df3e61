import type { Compiler } from './graph/program.ts';
import type { LearnerFactory } from './meta-learner.ts';
import type { NetworkMethod } from './method.ts';
import { networkLearner } from './network-learner.ts';
import { networkLoss } from './network-method.ts';
import { POOLED_DEFAULTS, POOLED_RULES, type PooledSettings, pooledMethod } from './pooled-training.ts';
import { resolveSettings } from './setting-rules.ts';

/** What a user may set of joint training; what is left out has the value of `POOLED_DEFAULTS`. */
export type JointSettings = Partial<PooledSettings>;

/**
 * Baseline: one network trained on the rows of all tasks alike, which never adapts. `adapt` takes no step and gives
 * back the initial predictor, with its loss on the support rows twice and the gradient norm 0.
 *
 * E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges.
 */
export function joint(settings: JointSettings = {}, compile?: Compiler): LearnerFactory {
  const schema = { learner: 'joint', defaults: POOLED_DEFAULTS, rules: POOLED_RULES };
  const full = resolveSettings(schema, settings);
  return networkLearner(full, (featureCount) => jointMethod(full, featureCount), compile);
}

/** Joint training as a method. */
export function jointMethod(settings: PooledSettings, featureCount: number): NetworkMethod {
  const pooled = pooledMethod(settings, featureCount);
  const loss = networkLoss(pooled.network, settings);
  return {
    ...pooled,
    name: 'joint',
    steps: 0,
    adapt: (adapted, support) => ({ adapted, lossBefore: loss(adapted, support), firstGradient: [] }),
  };
}
