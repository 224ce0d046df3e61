import { RegimetaError } from '../model/regimeta-error.ts';
import { type OptionField, optionValue } from './option-fields.ts';

/** More values than this are not meant. */
const VALUES_MAX = 100_000;

const NUMBER = '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?';
const RANGE = new RegExp(`^(${NUMBER}):(${NUMBER})(?::(${NUMBER}))?$`, 'i');

/** Steps are rounded to this many digits, so that 0.1:0.3:0.1 holds 0.3 and not 0.30000000000000004. */
const DIGITS = 12;

/**
 * The values that a word of the command line gives to a parameter: single ones and ranges `from:to:step`, both ends included,
 * the step 1 if not given, with commas between; with semicolons where the value is a list itself. Throws E_PARAMETER_INVALID for a range without values.
 */
export function axisValues(field: OptionField, text: string): unknown[] {
  const separator = text.includes(';') || field.type === 'list' || field.type === 'json' ? ';' : ',';
  const words = text.split(separator).map((word) => word.trim());
  return words.flatMap((word) => {
    const range = RANGE.exec(word);
    return range ? rangeValues(field, word, range) : [optionValue(field, word)];
  });
}

function rangeValues({ flag }: OptionField, word: string, range: RegExpExecArray): number[] {
  const [from, to, step] = [Number(range[1]), Number(range[2]), Number(range[3] ?? 1)];
  // A part of a step that rounding ate does not take the end away.
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (!(count >= 1 && count <= VALUES_MAX)) {
    throw new RegimetaError('E_PARAMETER_INVALID', {
      place: flag,
      rule: `a range from:to:step leads from its beginning to its end, in at most ${VALUES_MAX.toLocaleString('en-US')} values`,
      found: word,
      repair: 'Write for instance 5:50:5, which is 5, 10, 15 and so on to 50',
    });
  }
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toPrecision(DIGITS)));
}
