import { RegimetaError } from '../model/regimeta-error.ts';

/**
 * JSON with sorted keys and no spaces: equal values give equal text, whatever the order in which they were made. A
 * key whose value is undefined is left out. Throws E_INVARIANT for what JSON cannot hold: numbers that are not finite,
 * functions, dates and other objects of a class.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) return canonicalObject(value as Record<string, unknown>);
  throw new RegimetaError('E_INVARIANT', {
    rule: 'the store keeps plain JSON values only',
    found: typeof value === 'number' ? String(value) : Object.prototype.toString.call(value),
  });
}

function canonicalObject(value: Record<string, unknown>): string {
  const entries = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${entries.join(',')}}`;
}

/** Whether the object is no instance of a class; also true for one that another realm made. */
function isPlain(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
