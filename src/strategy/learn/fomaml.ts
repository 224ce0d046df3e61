import type { Compiler } from './graph/program.ts';
import { mamlMethod } from './maml.ts';
import { MAML_SCHEMA, type MamlSettingsFull } from './maml-settings.ts';
import type { LearnerFactory } from './meta-learner.ts';
import { networkLearner } from './network-learner.ts';
import { resolveSettings } from './setting-rules.ts';

/** What a user may set of first-order MAML: the settings of MAML without its order. */
export type FomamlSettings = Partial<Omit<MamlSettingsFull, 'order'>>;

/**
 * First-order MAML (Finn, Abbeel & Levine 2017, section 5.2): the inner gradients count as constants, so that the outer
 * gradient is that of the query loss at the adapted parameters. It is `maml` with `order: 'first'` under a name of its
 * own. E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN for settings outside their ranges.
 */
export function fomaml(settings: FomamlSettings = {}, compile?: Compiler): LearnerFactory {
  const { order: _default, ...defaults } = MAML_SCHEMA.defaults;
  const { order: _rule, ...rules } = MAML_SCHEMA.rules;
  const full = resolveSettings({ learner: 'fomaml', defaults, rules }, settings);
  const method = { ...full, order: 'first' } as const;
  return networkLearner(method, (featureCount) => mamlMethod(method, featureCount), compile);
}
