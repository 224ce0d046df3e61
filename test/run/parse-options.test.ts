import { z } from 'regimeta';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/run/parse-options.ts';

const schema = z.object({
  fast: z.int().min(1).default(10),
  levels: z.array(z.object({ at: z.number() })).default([{ at: 1 }]),
});

describe('parameters', () => {
  it('have the defaults of the schema, and nobody can change them, not even deep inside', () => {
    const parsed = parseOptions(schema, { fast: 3 }, 'plugin');
    expect(parsed).toEqual({ fast: 3, levels: [{ at: 1 }] });
    expect(() => parsed.levels.push({ at: 2 })).toThrow(TypeError);
    expect(() => Object.assign(parsed.levels[0]!, { at: 2 })).toThrow(TypeError);
    expect(parseOptions(schema, {}, 'plugin').levels).toEqual([{ at: 1 }]);
  });

  it('of an unknown name are refused with the nearest known one', () => {
    expect(() => parseOptions(schema, { fsat: 1 }, 'plugin')).toThrow(
      /^E_PARAMETER_UNKNOWN plugin: .*found fsat\. Did you mean fast\?$/,
    );
  });

  it('out of range are refused, with the value that was found where it was found', () => {
    expect(() => parseOptions(schema, { fast: 0 }, 'plugin')).toThrow(
      /^E_PARAMETER_INVALID plugin fast: .*found 0/,
    );
    expect(() => parseOptions(schema, { levels: [{ at: 'x' }] }, 'plugin')).toThrow(
      /plugin levels\.0\.at: .*found "x"/,
    );
  });

  it('without a default have to be given', () => {
    expect(() => parseOptions(z.object({ size: z.number() }), {}, 'plugin')).toThrow(
      /plugin size: .*found nothing\. Give it a value; it has no default/,
    );
  });

  it.each([
    ['infinity', z.number().or(z.literal(Number.POSITIVE_INFINITY)), Number.POSITIVE_INFINITY],
    ['a date', z.date(), new Date(0)],
    ['a big integer', z.bigint(), 5n],
    ['a set', z.set(z.number()), new Set([1])],
  ])('that the store could not keep are refused: %s', (_, field, value) => {
    const outer = z.object({ outer: z.object({ field: field as z.ZodType }) });
    expect(() => parseOptions(outer, { outer: { field: value } }, 'plugin')).toThrow(
      /^E_PARAMETER_INVALID plugin outer(\.field)?: /,
    );
  });
});
