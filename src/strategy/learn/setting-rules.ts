import { RegimetaError } from '../../model/regimeta-error.ts';

/** What a value of one setting must be. */
export interface SettingRule {
  /** Completes the sentence that begins with the name of the setting. */
  readonly text: string;
  readonly holds: (value: unknown) => boolean;
}

/** A rule for every setting. */
export type SettingRules<Settings> = { readonly [Name in keyof Settings]-?: SettingRule };

/** The settings of one learner: their defaults and rules, by the learner's name. */
export interface SettingSchema<Settings> {
  readonly learner: string;
  readonly defaults: Settings;
  readonly rules: SettingRules<Settings>;
}

/**
 * Fills in the defaults for what is left out or undefined. E_PARAMETER_UNKNOWN and E_PARAMETER_INVALID where a
 * setting is not one, or out of range. The result is frozen.
 */
export function resolveSettings<Settings extends object>(
  schema: SettingSchema<Settings>,
  settings: Partial<Settings>,
): Settings {
  const { learner, defaults, rules } = schema;
  for (const name of Object.keys(settings)) {
    if (Object.hasOwn(defaults, name)) continue;
    throw new RegimetaError('E_PARAMETER_UNKNOWN', {
      place: `${learner}.${name}`,
      rule: `${learner} has no setting of that name`,
      repair: `Use one of ${Object.keys(defaults).join(', ')}`,
    });
  }
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const full: Settings = { ...defaults, ...Object.fromEntries(given) };
  for (const name of Object.keys(rules) as (keyof Settings & string)[]) {
    if (rules[name].holds(full[name])) continue;
    refuseSetting(schema, name, { rule: rules[name].text, found: full[name] });
  }
  const frozen = Object.entries(full).map(([name, value]) => [
    name,
    Array.isArray(value) ? Object.freeze([...value]) : value,
  ]);
  return Object.freeze(Object.fromEntries(frozen) as Settings);
}

/** Throws E_PARAMETER_INVALID for a setting by name. */
export function refuseSetting<Settings>(
  { learner, defaults }: SettingSchema<Settings>,
  name: keyof Settings & string,
  { rule, found }: { readonly rule: string; readonly found: unknown },
): never {
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: `${learner}.${name}`,
    rule,
    found: JSON.stringify(found) ?? String(found),
    repair: `A typical value is ${JSON.stringify(defaults[name])}`,
  });
}

/** Whether a value is a finite number. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Whether a value is a whole number from 1 to `most`. */
export function isCount(value: unknown, most: number): boolean {
  return isNumber(value) && Number.isInteger(value) && value >= 1 && value <= most;
}

/** One of some words. */
export function oneOf(choices: readonly string[]): SettingRule {
  const text = `is one of ${choices.join(', ')}`;
  return { text, holds: (value) => typeof value === 'string' && choices.includes(value) };
}

/** A whole number from 1. */
export function count(most: number): SettingRule {
  return { text: `is a whole number from 1 to ${most}`, holds: (value) => isCount(value, most) };
}

/** A number above 0, up to `most`. */
export function positive(most: number): SettingRule {
  const text = `is a number above 0 and at most ${most}`;
  return { text, holds: (value) => isNumber(value) && value > 0 && value <= most };
}

/** A number above 0, or null. */
export function limit(): SettingRule {
  const text = 'is a finite number above 0, or null for no limit';
  return { text, holds: (value) => value === null || (isNumber(value) && value > 0) };
}
