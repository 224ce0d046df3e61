import { z } from 'zod';

/** A field of a zod object as a command-line option. */
export interface OptionField {
  /** The name in the schema, in camelCase. */
  readonly name: string;
  /** The option, e.g. `--slow-bars`. */
  readonly flag: string;
  readonly type: OptionType;
  /** What `--help` says, with the choices and the range. */
  readonly description: string;
  readonly defaultValue: unknown;
  /** Whether the field takes the value. */
  readonly accepts: (value: unknown) => boolean;
}

/** How a value of a field is written: a list with commas, an object as JSON; `value` where there are several ways. */
type OptionType = 'number' | 'boolean' | 'text' | 'list' | 'json' | 'value';

interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly description?: string;
  readonly default?: unknown;
}

/** The fields of a zod object as options, in their order. */
export function optionFields(schema: z.ZodObject): OptionField[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties as Record<string, FieldSchema>).map(([name, field]) => ({
    name,
    flag: `--${kebabCase(name)}`,
    type: typeOf(field),
    description: [field.description, rangeOf(field)].filter(Boolean).join(', '),
    defaultValue: field.default,
    accepts: (value) => isAccepted(schema.shape[name]!, value),
  }));
}

/**
 * A word of the command line as a value of the field: the first reading of it that the field takes. What none fits is
 * read by the type of the field, for the schema to refuse.
 */
export function optionValue(field: OptionField, text: string): unknown {
  const parts = text.split(',').map((part) => part.trim());
  const readings = [text, numberOr(text), parts, parts.map(numberOr), jsonOr(text)];
  const fitting = readings.find((reading) => field.accepts(reading));
  if (fitting !== undefined) return fitting;
  if (field.type === 'number') return numberOr(text);
  if (field.type === 'list') return listOr(text) ?? parts.map(numberOr);
  return field.type === 'json' ? jsonOr(text) : text;
}

/** False also where a check of the strategy's own throws: the check of the whole will meet it again. */
function isAccepted(schema: z.core.$ZodType, value: unknown): boolean {
  try {
    return z.safeParse(schema, value).success;
  } catch {
    return false;
  }
}

/** `slowBars`, `slow_bars` and `SLOWBars` all as `slow-bars`. */
function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}

function numberOr(text: string): number | string {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A list that was written as JSON; null where it was not. */
function listOr(text: string): unknown[] | null {
  const value = jsonOr(text);
  return Array.isArray(value) ? value : null;
}

function typeOf({ type }: FieldSchema): OptionType {
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'boolean';
  if (type === 'string') return 'text';
  if (type === 'array') return 'list';
  return type === 'object' ? 'json' : 'value';
}

function rangeOf(field: FieldSchema): string {
  const { enum: choices, minimum, exclusiveMinimum, maximum, exclusiveMaximum } = field;
  if (choices) return `one of ${choices.join(', ')}`;
  const bounds = [
    exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : '',
    minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? `from ${minimum}` : '',
    exclusiveMaximum !== undefined ? `below ${exclusiveMaximum}` : '',
    maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? `to ${maximum}` : '',
  ];
  return bounds.filter(Boolean).join(' ');
}
