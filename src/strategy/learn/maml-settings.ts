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
  ORDER_DEFAULTS,
  ORDER_RULES,
  type OrderSettings,
  OUTER_DEFAULTS,
  OUTER_RULES,
  type OuterSettings,
} from './learner-settings.ts';
import { resolveSettings, type SettingSchema } from './setting-rules.ts';

/** The settings of MAML and ANIL with nothing left out. */
export interface MamlSettingsFull
  extends NetworkSettings,
    LossSettings,
    DescentSettings,
    OrderSettings,
    OuterSettings,
    BatchSettings {}

/** What a user may set of MAML; what is left out has the value of `MAML_DEFAULTS`. */
export type MamlSettings = Partial<MamlSettingsFull>;

/** For labels and features of about unit variance, such as returns over their volatility. */
export const MAML_DEFAULTS: MamlSettingsFull = {
  ...NETWORK_DEFAULTS,
  ...LOSS_DEFAULTS,
  ...DESCENT_DEFAULTS,
  ...ORDER_DEFAULTS,
  ...OUTER_DEFAULTS,
  ...BATCH_DEFAULTS,
};

/** The rules of MAML; ANIL has the same. */
export const MAML_SCHEMA: SettingSchema<MamlSettingsFull> = {
  learner: 'maml',
  defaults: MAML_DEFAULTS,
  rules: {
    ...NETWORK_RULES,
    ...LOSS_RULES,
    ...DESCENT_RULES,
    ...ORDER_RULES,
    ...OUTER_RULES,
    ...BATCH_RULES,
  },
};

/** Fills in the defaults; E_PARAMETER_UNKNOWN and E_PARAMETER_INVALID where a setting is not one, or out of range. */
export function resolveMamlSettings(settings: MamlSettings): MamlSettingsFull {
  return resolveSettings(MAML_SCHEMA, settings);
}
