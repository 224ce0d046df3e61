import {
  BATCH_DEFAULTS,
  BATCH_RULES,
  type BatchSettings,
  LOSS_DEFAULTS,
  LOSS_RULES,
  type LossSettings,
  OUTER_DEFAULTS,
  OUTER_RULES,
  type OuterSettings,
} from './learner-settings.ts';
import { count, resolveSettings, type SettingSchema } from './setting-rules.ts';

/** The settings of SNAIL with nothing left out. */
export interface SnailSettingsFull extends LossSettings, OuterSettings, BatchSettings {
  /** Blocks of convolutions, each followed by one of attention; 1 to 8. */
  readonly blocks: number;
  /** Columns that the first layer makes, and that every convolution adds; 1 to 256. */
  readonly filters: number;
  /** Units by which elements are compared in a block of attention; 1 to 256. */
  readonly keyUnits: number;
  /** Columns that a block of attention adds; 1 to 256. */
  readonly valueUnits: number;
}

/** What a user may set of SNAIL; what is left out has the value of its defaults. */
export type SnailSettings = Partial<SnailSettingsFull>;

const SCHEMA: SettingSchema<SnailSettingsFull> = {
  learner: 'snail',
  defaults: {
    ...LOSS_DEFAULTS,
    ...OUTER_DEFAULTS,
    ...BATCH_DEFAULTS,
    supportCapacity: 64,
    blocks: 1,
    filters: 8,
    keyUnits: 16,
    valueUnits: 16,
  },
  rules: {
    ...LOSS_RULES,
    ...OUTER_RULES,
    ...BATCH_RULES,
    blocks: count(8),
    filters: count(256),
    keyUnits: count(256),
    valueUnits: count(256),
  },
};

/** Fills in the defaults; E_PARAMETER_UNKNOWN and E_PARAMETER_INVALID where a setting is not one, or out of range. */
export function resolveSnailSettings(settings: SnailSettings): SnailSettingsFull {
  return resolveSettings(SCHEMA, settings);
}
