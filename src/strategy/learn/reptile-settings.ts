import {
  BATCH_DEFAULTS,
  BATCH_RULES,
  type BatchSettings,
  DESCENT_DEFAULTS,
  DESCENT_RULES,
  type DescentSettings,
  LOSS_DEFAULTS,
  LOSS_RULES,
  type LossSettings,
  NETWORK_DEFAULTS,
  NETWORK_RULES,
  type NetworkSettings,
} from './learner-settings.ts';
import { count, isCount, positive, resolveSettings, type SettingSchema } from './setting-rules.ts';

/** The settings of Reptile with nothing left out. `innerSteps` are those of training, 2 to 100. */
export interface ReptileSettingsFull extends NetworkSettings, LossSettings, DescentSettings, BatchSettings {
  /** Gradient steps of an adaptation after training; 1 to 100. */
  readonly adaptationSteps: number;
  /** Rows of each step of training, drawn without a repetition until all had their turn; null for all rows. */
  readonly batchRows: number | null;
  /** ε of the first meta-step, above 0 and at most 1; it falls in a straight line to 0. */
  readonly outerRate: number;
}

/** What a user may set of Reptile; what is left out has the value of `REPTILE_DEFAULTS`. */
export type ReptileSettings = Partial<ReptileSettingsFull>;

/** For labels and features of about unit variance. */
const REPTILE_DEFAULTS: ReptileSettingsFull = {
  ...NETWORK_DEFAULTS,
  ...LOSS_DEFAULTS,
  ...DESCENT_DEFAULTS,
  innerSteps: 5,
  adaptationSteps: 5,
  batchRows: null,
  outerRate: 0.1,
  ...BATCH_DEFAULTS,
};

const SCHEMA: SettingSchema<ReptileSettingsFull> = {
  learner: 'reptile',
  defaults: REPTILE_DEFAULTS,
  rules: {
    ...NETWORK_RULES,
    ...LOSS_RULES,
    ...DESCENT_RULES,
    innerSteps: {
      text: 'is a whole number from 2 to 100, since the mean of one step over tasks is joint training',
      holds: (value) => isCount(value, 100) && value !== 1,
    },
    adaptationSteps: count(100),
    batchRows: {
      text: 'is a whole number from 1 to 65536, or null for all rows',
      holds: (value) => value === null || isCount(value, 65_536),
    },
    outerRate: positive(1),
    ...BATCH_RULES,
  },
};

/** Fills in the defaults; E_PARAMETER_UNKNOWN and E_PARAMETER_INVALID where a setting is not one, or out of range. */
export function resolveReptileSettings(settings: ReptileSettings): ReptileSettingsFull {
  return resolveSettings(SCHEMA, settings);
}
