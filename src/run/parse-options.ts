import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { RegimetaError } from '../model/regimeta-error.ts';

/**
 * Checks options against a schema and fills in its defaults. An unknown name is E_PARAMETER_UNKNOWN with the nearest
 * known one; a value outside its range is E_PARAMETER_INVALID. `owner` is what messages call the schema.
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
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const name = String(issue.path[0] ?? '');
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: `${owner} ${issue.path.join('.')}`.trim(),
    rule: issue.message,
    found: JSON.stringify(options[name]) ?? 'nothing',
    repair: 'Give a value in that range',
  });
}

/** E_PARAMETER_UNKNOWN, with the nearest known name where one is near. */
export function unknownOption(name: string, known: readonly string[], owner: string): RegimetaError {
  const nearest = nearestName(name, known);
  return new RegimetaError('E_PARAMETER_UNKNOWN', {
    place: owner,
    rule: known.length > 0 ? `the known names are ${known.join(', ')}` : 'there are no parameters',
    found: name,
    repair: nearest ? `Did you mean ${nearest}?` : null,
  });
}

/** The name that a typing error most probably meant; null where none is near. */
function nearestName(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const nearest = closest(name, known);
  return distance(name, nearest) <= Math.max(2, Math.floor(name.length / 3)) ? nearest : null;
}
