import type { Compiler } from './graph/program.ts';
import { unrollInnerLoop } from './inner-loop.ts';
import { DESCENT_DEFAULTS, DESCENT_RULES, type DescentSettings } from './learner-settings.ts';
import type { LearnerFactory } from './meta-learner.ts';
import type { NetworkMethod } from './method.ts';
import { networkLearner } from './network-learner.ts';
import { networkLoss } from './network-method.ts';
import { POOLED_DEFAULTS, POOLED_RULES, type PooledSettings, pooledMethod } from './pooled-training.ts';
import { resolveSettings } from './setting-rules.ts';

/** The settings of fine-tuning with nothing left out. */
export interface FineTuneSettingsFull extends PooledSettings, DescentSettings {}

/** What a user may set of fine-tuning; what is left out has the defaults of joint training and of MAML's steps. */
export type FineTuneSettings = Partial<FineTuneSettingsFull>;

/**
 * Baseline: one network trained on the rows of all tasks alike, and then adapted by the gradient steps that MAML
 * takes. What it lacks against MAML is an initialisation that was chosen for these steps.
 *
 * E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges.
 */
export function fineTune(settings: FineTuneSettings = {}, compile?: Compiler): LearnerFactory {
  const defaults = { ...POOLED_DEFAULTS, ...DESCENT_DEFAULTS };
  const rules = { ...POOLED_RULES, ...DESCENT_RULES };
  const full = resolveSettings<FineTuneSettingsFull>({ learner: 'fine-tune', defaults, rules }, settings);
  return networkLearner(full, (featureCount) => fineTuneMethod(full, featureCount), compile);
}

/** Fine-tuning as a method. */
export function fineTuneMethod(settings: FineTuneSettingsFull, featureCount: number): NetworkMethod {
  const pooled = pooledMethod(settings, featureCount);
  const loss = networkLoss(pooled.network, settings);
  return {
    ...pooled,
    name: 'fine-tune',
    steps: settings.innerSteps,
    adapt: (parameters, support) =>
      unrollInnerLoop(parameters, (moved) => loss(moved, support), { ...settings, order: 'first' }),
  };
}
