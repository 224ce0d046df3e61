import { PAST_DEFAULTS, PAST_RULES, type PastSettings } from './past-rows.ts';
import { REGRESSOR_DEFAULTS, REGRESSOR_RULES, type RegressorSettings } from './pooled-training.ts';
import { count, isNumber, resolveSettings, type SettingSchema } from './setting-rules.ts';

/** The settings of a matching network with nothing left out. */
export interface MatchingSettingsFull extends RegressorSettings, PastSettings {
  /** Units of the embedding, 1 to 1,024. */
  readonly embeddingUnits: number;
  /** The first τ of the softmax over cosines, 0.05 to 10; training keeps it in that range. */
  readonly temperature: number;
}

/** What a user may set of a matching network; what is left out has the value of its defaults. */
export type MatchingSettings = Partial<MatchingSettingsFull>;

const SCHEMA: SettingSchema<MatchingSettingsFull> = {
  learner: 'matching',
  defaults: { ...REGRESSOR_DEFAULTS, ...PAST_DEFAULTS, embeddingUnits: 16, temperature: 0.2 },
  rules: {
    ...REGRESSOR_RULES,
    ...PAST_RULES,
    embeddingUnits: count(1024),
    temperature: {
      text: 'is a number from 0.05 to 10',
      holds: (value) => isNumber(value) && value >= 0.05 && value <= 10,
    },
  },
};

/** Fills in the defaults; E_PARAMETER_UNKNOWN and E_PARAMETER_INVALID where a setting is not one, or out of range. */
export function resolveMatchingSettings(settings: MatchingSettings): MatchingSettingsFull {
  return resolveSettings(SCHEMA, settings);
}
