import { RegimetaError } from '../../model/regimeta-error.ts';
import type { DetectorState } from './regime-detector.ts';

/** What a part of a detector remembers: numbers and arrays that it changes in place, and parts of the same kind. */
export interface StateFields {
  [name: string]: number | boolean | null | Float64Array | StateFields;
}

/** A copy of some fields as plain data. */
export function savedState(fields: StateFields): DetectorState {
  const copied = Object.entries(fields).map(([name, field]) => {
    if (field instanceof Float64Array) return [name, Array.from(field)] as const;
    return [name, typeof field === 'object' && field !== null ? savedState(field) : field] as const;
  });
  return Object.fromEntries(copied);
}

/**
 * Writes a saved copy back into the fields; arrays stay the same objects. E_CHECKPOINT, before anything is written, where it has
 * other names, types or lengths.
 */
export function restoreState(fields: StateFields, saved: DetectorState, place = 'detector state'): void {
  requireFit(fields, saved, place);
  write(fields, saved);
}

function write(fields: StateFields, saved: DetectorState): void {
  for (const [name, field] of Object.entries(fields)) {
    const value = saved[name]!;
    if (field instanceof Float64Array) field.set(value as number[]);
    else if (typeof field === 'object' && field !== null) write(field, value as DetectorState);
    else fields[name] = value as number | boolean | null;
  }
}

function requireFit(fields: StateFields, saved: unknown, place: string): void {
  if (typeof saved !== 'object' || saved === null || Array.isArray(saved)) throw unfit(place, typeof saved);
  for (const [name, field] of Object.entries(fields)) {
    const value = (saved as Record<string, unknown>)[name];
    if (field instanceof Float64Array) requireNumbers(value, field.length, `${place}.${name}`);
    else if (typeof field === 'object' && field !== null) requireFit(field, value, `${place}.${name}`);
    else if (!isPlain(value)) throw unfit(`${place}.${name}`, String(value));
  }
}

const isPlain = (value: unknown): boolean =>
  value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));

function requireNumbers(value: unknown, length: number, place: string): void {
  const isFit = Array.isArray(value) && value.length === length && value.every(Number.isFinite);
  if (!isFit) throw unfit(place, Array.isArray(value) ? `${value.length} entries` : typeof value);
}

function unfit(place: string, found: string): RegimetaError {
  return new RegimetaError('E_CHECKPOINT', {
    place,
    rule: 'a state goes into a detector of the same method, settings and dimension',
    found,
  });
}
