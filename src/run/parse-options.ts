import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { RegimetaError } from '../model/regimeta-error.ts';

/**
 * Checks options against a schema and fills in its defaults; the result is frozen, since all arms of a run share it.
 * An unknown name is E_PARAMETER_UNKNOWN with the nearest known one; a value outside its range, and one that the store
 * could not keep, is E_PARAMETER_INVALID. `owner` is what messages call the schema.
 */
export function parseOptions<Schema extends z.ZodObject>(
  schema: Schema,
  options: Readonly<Record<string, unknown>>,
  owner: string,
): z.infer<Schema> {
  const known = Object.keys(schema.shape);
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw unknownOption(name, known, owner);
  }
  const parsed = checked(schema, options, owner);
  for (const [name, value] of Object.entries(parsed)) requirePlain(value, `${owner} ${name}`);
  return frozen(parsed);
}

/** E_PARAMETER_UNKNOWN, with the nearest known name where one is near. */
export function unknownOption(name: string, known: readonly string[], owner: string): RegimetaError {
  return new RegimetaError('E_PARAMETER_UNKNOWN', {
    place: owner,
    rule: known.length > 0 ? `the known names are ${known.join(', ')}` : 'there are no parameters',
    found: name,
    repair: didYouMean(name, known),
  });
}

/** `Did you mean …?` with the name that a typing error most probably meant; null where none is near. */
export function didYouMean(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const nearest = closest(name, known);
  const isNear = distance(name, nearest) <= Math.max(2, Math.floor(name.length / 3));
  return isNear ? `Did you mean ${nearest}?` : null;
}

function checked<Schema extends z.ZodObject>(
  schema: Schema,
  options: Readonly<Record<string, unknown>>,
  owner: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const found = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], options);
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: `${owner} ${path.join('.')}`.trim(),
    rule: message,
    found: JSON.stringify(found) ?? 'nothing',
    repair: found === undefined ? 'Give it a value; it has no default' : 'Give a value in that range',
  });
}

/** The store keeps plain JSON values alone. */
function requirePlain(value: unknown, place: string): void {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean')
    return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (Array.isArray(value) || (typeof value === 'object' && isPlainObject(value))) {
    for (const [key, part] of Object.entries(value)) requirePlain(part, `${place}.${key}`);
    return;
  }
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place,
    rule: 'a parameter is finite numbers, text, booleans, and lists and plain objects of them',
    found: typeof value === 'number' ? String(value) : Object.prototype.toString.call(value),
    repair: 'Take a plain value, and make of it in the strategy what is needed',
  });
}

function isPlainObject(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value, which nobody can change any more, nor any part of it. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
