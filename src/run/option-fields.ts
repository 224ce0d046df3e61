import { z } from 'zod';

/** A field of a zod object as a command-line option. */
export interface OptionField {
  /** The name in the schema, in camelCase. */
  readonly name: string;
  /** The option, e.g. `--slow-bars`. */
  readonly flag: string;
  readonly type: 'number' | 'boolean' | 'string' | 'list';
  /** What `--help` says, with the choices and the range. */
  readonly description: string;
  readonly defaultValue: unknown;
}

interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly description?: string;
  readonly default?: unknown;
}

/** The fields of a zod object as options, in their order. */
export function optionFields(schema: z.ZodObject): OptionField[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties as Record<string, FieldSchema>).map(([name, field]) => ({
    name,
    flag: `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    type: typeOf(field),
    description: [field.description, rangeOf(field)].filter(Boolean).join(', '),
    defaultValue: field.default,
  }));
}

/** A word of the command line as a value of the field; what cannot be one is left a string, for the schema to refuse. */
export function optionValue(field: OptionField, text: string): unknown {
  if (field.type === 'list') return text.split(',').map((part) => part.trim());
  if (field.type !== 'number') return text;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

function typeOf(field: FieldSchema): OptionField['type'] {
  if (field.type === 'integer' || field.type === 'number') return 'number';
  if (field.type === 'boolean') return 'boolean';
  return field.type === 'array' ? 'list' : 'string';
}

function rangeOf({ enum: choices, minimum, exclusiveMinimum, maximum }: FieldSchema): string {
  if (choices) return `one of ${choices.join(', ')}`;
  const lower = minimum ?? exclusiveMinimum;
  const isBounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  const low = lower !== undefined && lower > Number.MIN_SAFE_INTEGER ? `from ${lower}` : '';
  return [low, isBounded ? `to ${maximum}` : ''].filter(Boolean).join(' ');
}
