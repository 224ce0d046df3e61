import { RegimetaError } from '../../model/regimeta-error.ts';
import type { Precision } from './graph/buffer-pool.ts';
import type { Activation } from './network.ts';

/** What a user may set of MAML; what is left out has the value of `MAML_DEFAULTS`. */
export interface MamlSettings {
  /** Units of each hidden layer, 1 to 8 layers of 1 to 1,024 units. */
  readonly hidden?: readonly number[];
  readonly activation?: Activation;
  /** `'glorot'`, or the standard deviation of the first weights, redrawn beyond two of them. */
  readonly weightDeviation?: 'glorot' | number;
  /** Gradient steps of an adaptation, the same in training and after it; 1 to 100. */
  readonly innerSteps?: number;
  /** Step size of an adaptation. 0 trains on all tasks jointly, without adaptation: a control. */
  readonly innerRate?: number;
  /** The largest Euclidean norm of an inner gradient, in training and after it; null for no limit. */
  readonly innerClip?: number | null;
  /** Adam's step size. */
  readonly outerRate?: number;
  /** The largest Euclidean norm of the mean outer gradient; null for no limit. */
  readonly outerClip?: number | null;
  readonly metaSteps?: number;
  readonly tasksPerStep?: number;
  /** The most support rows that are used; of a larger set as many are taken, evenly in time. */
  readonly supportCapacity?: number;
  /** The most query rows that are used; of a larger set as many are taken, evenly in time. */
  readonly queryCapacity?: number;
  /** `'second'` differentiates through the inner steps; `'first'` is FOMAML, which does not. */
  readonly order?: 'second' | 'first';
  /** Labels beyond ± this are set to it before any loss is taken, in the label's unit; null for no limit. */
  readonly labelLimit?: number | null;
  /** The width of the numbers in training and adaptation; parameters and predictions are always float64. */
  readonly precision?: Precision;
}

/** Settings with nothing left out. */
export type MamlSettingsFull = Required<MamlSettings>;

/** For labels and features of about unit variance, such as returns over their volatility. */
export const MAML_DEFAULTS: MamlSettingsFull = {
  hidden: [32],
  activation: 'tanh',
  weightDeviation: 'glorot',
  innerSteps: 3,
  innerRate: 0.05,
  innerClip: 10,
  outerRate: 0.001,
  outerClip: 10,
  metaSteps: 500,
  tasksPerStep: 8,
  supportCapacity: 128,
  queryCapacity: 128,
  order: 'second',
  labelLimit: 5,
  precision: 'float64',
};

/** Fills in the defaults; E_PARAMETER_UNKNOWN and E_PARAMETER_INVALID where a setting is not one, or out of range. */
export function resolveMamlSettings(settings: MamlSettings): MamlSettingsFull {
  for (const name of Object.keys(settings)) {
    if (Object.hasOwn(MAML_DEFAULTS, name)) continue;
    throw new RegimetaError('E_PARAMETER_UNKNOWN', {
      place: `maml.${name}`,
      rule: 'MAML has no setting of that name',
      repair: `Use one of ${Object.keys(MAML_DEFAULTS).join(', ')}`,
    });
  }
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const full: MamlSettingsFull = { ...MAML_DEFAULTS, ...Object.fromEntries(given) };
  for (const rule of RULES) {
    const value = full[rule.name];
    if (rule.holds(value)) continue;
    throw new RegimetaError('E_PARAMETER_INVALID', {
      place: `maml.${rule.name}`,
      rule: rule.text,
      found: JSON.stringify(value) ?? String(value),
      repair: `A typical value is ${JSON.stringify(MAML_DEFAULTS[rule.name])}`,
    });
  }
  return Object.freeze({ ...full, hidden: Object.freeze([...full.hidden]) });
}

interface Rule {
  readonly name: keyof MamlSettingsFull;
  readonly text: string;
  readonly holds: (value: unknown) => boolean;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown, most: number): boolean =>
  isNumber(value) && Number.isInteger(value) && value >= 1 && value <= most;

function oneOf(name: Rule['name'], choices: readonly string[]): Rule {
  const text = `is one of ${choices.join(', ')}`;
  return { name, text, holds: (value) => typeof value === 'string' && choices.includes(value) };
}

function count(name: Rule['name'], most: number): Rule {
  return { name, text: `is a whole number from 1 to ${most}`, holds: (value) => isCount(value, most) };
}

function limit(name: Rule['name']): Rule {
  const text = 'is a finite number above 0, or null for no limit';
  return { name, text, holds: (value) => value === null || (isNumber(value) && value > 0) };
}

const RULES: readonly Rule[] = [
  {
    name: 'hidden',
    text: 'is a list of 1 to 8 layers of 1 to 1024 units',
    holds: (value) =>
      Array.isArray(value) && isCount(value.length, 8) && value.every((units) => isCount(units, 1024)),
  },
  oneOf('activation', ['tanh', 'relu']),
  {
    name: 'weightDeviation',
    text: "is 'glorot' or a finite number above 0",
    holds: (value) => value === 'glorot' || (isNumber(value) && value > 0),
  },
  count('innerSteps', 100),
  {
    name: 'innerRate',
    text: 'is a finite number of at least 0',
    holds: (value) => isNumber(value) && value >= 0,
  },
  limit('innerClip'),
  {
    name: 'outerRate',
    text: 'is a number above 0 and at most 1',
    holds: (value) => isNumber(value) && value > 0 && value <= 1,
  },
  limit('outerClip'),
  count('metaSteps', 1_000_000),
  count('tasksPerStep', 1024),
  count('supportCapacity', 65_536),
  count('queryCapacity', 65_536),
  oneOf('order', ['second', 'first']),
  limit('labelLimit'),
  oneOf('precision', ['float64', 'float32']),
];
