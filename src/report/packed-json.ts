import type { Markup } from './html.ts';
import { inlineJson } from './html.ts';

/** Shorter lists are left as they are. */
const LENGTH_MIN = 16;

/** More decimals than a page ever shows. */
const DECIMALS_MAX = 12;

type Numbers = readonly (number | null)[];

/**
 * A value as JSON for a script of the page, its long lists of numbers written as the number of decimals and the differences of what follows each
 * other, in units of the last decimal: `{"packed":[2,10000,15]}` is 100 and 100.15. Nothing is lost: a list that would not come back to the last bit, or
 * would grow, stays as it is. `UNPACK_SCRIPT` reads it.
 */
export function packedJson(value: unknown): Markup {
  return inlineJson(packed(value));
}

function packed(value: unknown): unknown {
  if (isNumbers(value)) return packedNumbers(value);
  if (Array.isArray(value)) return value.map(packed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, packed(each)]));
}

function isNumbers(values: unknown): values is Numbers {
  if (!Array.isArray(values)) return false;
  return values.length >= LENGTH_MIN && values.every((each) => each === null || Number.isFinite(each));
}

function packedNumbers(values: Numbers): unknown {
  const scale = scaleOf(values);
  if (scale === null) return values;
  let before = 0;
  const steps = values.map((value) => {
    if (value === null) return null;
    const unit = Math.round(value * scale.factor);
    const step = unit - before;
    before = unit;
    return step;
  });
  const short = { packed: [scale.decimals, ...steps] };
  return JSON.stringify(short).length < JSON.stringify(values).length ? short : values;
}

/** The fewest decimals that all values have; null where they are no short decimal numbers. */
function scaleOf(values: Numbers): { readonly decimals: number; readonly factor: number } | null {
  let [decimals, factor] = [0, 1];
  const fits = (value: number | null): boolean => {
    if (value === null) return true;
    const unit = Math.round(value * factor);
    return Number.isSafeInteger(unit) && unit / factor === value;
  };
  for (const value of values) {
    while (!fits(value)) {
      if (++decimals > DECIMALS_MAX) return null;
      factor *= 10;
    }
  }
  return values.every(fits) ? { decimals, factor } : null;
}

/** The browser's reviver for `JSON.parse`. Plain text for the same reason as `chart-script.ts`. */
export const UNPACK_SCRIPT = `
function unpacked(name, value) {
  if (value === null || typeof value !== 'object' || value.packed === undefined) return value;
  const factor = Number('1e' + value.packed[0]);
  let unit = 0;
  return value.packed.slice(1).map((step) => (step === null ? null : (unit += step) / factor));
}
`;
