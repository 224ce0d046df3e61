import type { z } from 'zod';
import { RegimetaError } from '../../model/regimeta-error.ts';

/** Settings with their defaults filled in; E_PARAMETER_INVALID names `owner` and the first one out of range. */
export function checkedSettings<Schema extends z.ZodType>(
  schema: Schema,
  settings: unknown,
  owner: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  let found: unknown = settings;
  for (const key of path) found = (found as Record<PropertyKey, unknown> | undefined)?.[key];
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: [owner, ...path.map(String)].join('.'),
    rule: message,
    found: typeof found === 'number' ? String(found) : (JSON.stringify(found) ?? 'nothing'),
  });
}
