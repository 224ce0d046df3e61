import { PAST_DEFAULTS, PAST_RULES, type PastSettings } from './past-rows.ts';
import { POOLED_DEFAULTS, POOLED_RULES, type PooledSettings } from './pooled-training.ts';
import {
  count,
  isCount,
  oneOf,
  refuseSetting,
  resolveSettings,
  type SettingSchema,
} from './setting-rules.ts';

/** The settings of a prototypical network with nothing left out. */
export interface PrototypicalSettingsFull extends PooledSettings, PastSettings {
  /** Units of the embedding, 1 to 1,024. */
  readonly embeddingUnits: number;
  /** Classes of the support by its labels, or the support and past tasks as regimes. */
  readonly classes: 'label-quantiles' | 'regimes';
  /** Classes by label quantiles, 2 to 32; not read by regimes. */
  readonly classCount: number;
  /**
   * `'label'` trains on the loss of predictions; `'class'` on the cross-entropy of the query rows' classes by the
   * support's label quantiles, which regimes do not have.
   */
  readonly objective: 'label' | 'class';
}

/** What a user may set of a prototypical network; what is left out has the value of its defaults. */
export type PrototypicalSettings = Partial<PrototypicalSettingsFull>;

const SCHEMA: SettingSchema<PrototypicalSettingsFull> = {
  learner: 'prototypical',
  defaults: {
    ...POOLED_DEFAULTS,
    ...PAST_DEFAULTS,
    embeddingUnits: 16,
    classes: 'label-quantiles',
    classCount: 3,
    objective: 'label',
  },
  rules: {
    ...POOLED_RULES,
    ...PAST_RULES,
    loss: oneOf(['squared-error', 'huber', 'log-wealth']),
    embeddingUnits: count(1024),
    classes: oneOf(['label-quantiles', 'regimes']),
    classCount: {
      text: 'is a whole number from 2 to 32',
      holds: (value) => isCount(value, 32) && value !== 1,
    },
    objective: oneOf(['label', 'class']),
  },
};

/** Fills in the defaults; E_PARAMETER_UNKNOWN and E_PARAMETER_INVALID where a setting is not one, or out of range. */
export function resolvePrototypicalSettings(settings: PrototypicalSettings): PrototypicalSettingsFull {
  const full = resolveSettings(SCHEMA, settings);
  if (full.objective === 'class' && full.classes === 'regimes') {
    const rule = 'is label where the classes are regimes, since nobody knows the regime of a query row';
    refuseSetting(SCHEMA, 'objective', { rule, found: full.objective });
  }
  return full;
}
