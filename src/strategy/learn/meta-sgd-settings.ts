import type { DescentSettings } from './learner-settings.ts';
import { MAML_DEFAULTS, MAML_SCHEMA, type MamlSettingsFull } from './maml-settings.ts';
import { isNumber, positive, refuseSetting, resolveSettings, type SettingSchema } from './setting-rules.ts';

/** The settings of Meta-SGD with nothing left out: those of MAML without its one step size. */
export interface MetaSgdSettingsFull
  extends Omit<MamlSettingsFull, keyof Pick<DescentSettings, 'innerRate'>> {
  /** The first step size of every parameter; or the range that they are drawn from, uniformly. */
  readonly initialRate: number | readonly [low: number, high: number];
  /** The largest magnitude of a step size, above 0 and at most 10. */
  readonly rateLimit: number;
}

/** What a user may set of Meta-SGD; what is left out has the value of `META_SGD_DEFAULTS`. */
export type MetaSgdSettings = Partial<MetaSgdSettingsFull>;

const { innerRate: _rate, ...SHARED_DEFAULTS } = MAML_DEFAULTS;
const { innerRate: _rule, ...SHARED_RULES } = MAML_SCHEMA.rules;

/** As in the paper, with a limit; one step, for which its figures are. */
export const META_SGD_DEFAULTS: MetaSgdSettingsFull = {
  ...SHARED_DEFAULTS,
  innerSteps: 1,
  initialRate: [0.005, 0.1],
  rateLimit: 0.5,
};

const SCHEMA: SettingSchema<MetaSgdSettingsFull> = {
  learner: 'meta-sgd',
  defaults: META_SGD_DEFAULTS,
  rules: {
    ...SHARED_RULES,
    initialRate: {
      text: 'is a finite number, or the two ends of a rising range',
      holds: (value) => isNumber(value) || isRange(value),
    },
    rateLimit: positive(10),
  },
};

/**
 * Fills in the defaults; E_PARAMETER_UNKNOWN and E_PARAMETER_INVALID where a setting is not one, or out of range,
 * or where the first step sizes lie beyond their limit.
 */
export function resolveMetaSgdSettings(settings: MetaSgdSettings): MetaSgdSettingsFull {
  const full = resolveSettings(SCHEMA, settings);
  const { initialRate, rateLimit } = full;
  const ends = typeof initialRate === 'number' ? [initialRate] : initialRate;
  if (ends.some((rate) => Math.abs(rate) > rateLimit)) {
    const rule = `lies within ± rateLimit, ${rateLimit}`;
    refuseSetting(SCHEMA, 'initialRate', { rule, found: initialRate });
  }
  return full;
}

function isRange(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [low, high]: readonly unknown[] = value;
  return isNumber(low) && isNumber(high) && low <= high;
}
