import fc from 'fast-check';
import { z } from 'regimeta';
import { describe, expect, it } from 'vitest';
import { optionFields, optionValue } from '../../src/run/option-fields.ts';

const fieldOf = (schema: z.ZodType) => optionFields(z.object({ field: schema }))[0]!;
const read = (schema: z.ZodType, text: string): unknown => optionValue(fieldOf(schema), text);

describe('a field as an option', () => {
  it.each([
    ['stopDistance', '--stop-distance'],
    ['use_sma', '--use-sma'],
    ['SMA', '--sma'],
    ['maxDD', '--max-dd'],
    ['SMAFast2', '--sma-fast2'],
    ['x', '--x'],
  ])('%s is %s', (name, flag) => {
    expect(optionFields(z.object({ [name]: z.int() }))[0]!.flag).toBe(flag);
  });

  it('tells its range as it is: whether the bounds are in it', () => {
    const range = (schema: z.ZodType): string => fieldOf(schema).description;
    expect(range(z.number().positive().max(2).describe('size'))).toBe('size, above 0 to 2');
    expect(range(z.number().min(0).lt(1))).toBe('from 0 below 1');
    expect(range(z.int())).toBe('');
    expect(range(z.enum(['a', 'b']))).toBe('one of a, b');
  });
});

describe('a word of the command line', () => {
  it.each<[string, z.ZodType, string, unknown]>([
    ['a number', z.number(), '-1.5e3', -1500],
    ['text that looks like a number', z.string(), '5', '5'],
    ['a choice', z.enum(['live', 'next']), 'next', 'next'],
    ['a choice of numbers', z.literal([1, 2]), '2', 2],
    ['a number or a word, as a number', z.union([z.number(), z.literal('auto')]), '3', 3],
    ['a number or a word, as a word', z.union([z.number(), z.literal('auto')]), 'auto', 'auto'],
    ['a number or nothing', z.number().nullable().default(1), 'null', null],
    ['numbers', z.array(z.number()), '1, 2.5,3', [1, 2.5, 3]],
    ['one number as a list', z.array(z.number()), '7', [7]],
    ['words', z.array(z.string()), 'KO,MSFT', ['KO', 'MSFT']],
    ['words that look like numbers', z.array(z.string()), '1,2', ['1', '2']],
    ['a pair of kinds, as JSON', z.tuple([z.number(), z.string()]), '[1,"2"]', [1, '2']],
    ['an object', z.object({ stop: z.number() }), '{"stop":0.1}', { stop: 0.1 }],
  ])('is %s', (_, schema, text, value) => {
    expect(read(schema, text)).toEqual(value);
  });

  it.each<[string, z.ZodType, string, unknown]>([
    ['a number below its range', z.number().min(0), '-1', -1],
    ['no number', z.number(), 'ten', 'ten'],
    ['a list with a word among numbers', z.array(z.number()), '1,x', [1, 'x']],
    ['an object with a wrong field', z.object({ stop: z.number() }), '{"stop":"x"}', { stop: 'x' }],
  ])('that is %s keeps its kind, for the schema to refuse', (_, schema, text, value) => {
    expect(read(schema, text)).toEqual(value);
  });

  it('gives back every number and every list of numbers that a command line prints', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 20 }), (list) => {
        expect(read(z.array(z.number()), list.join(','))).toEqual(list.map((value) => value + 0));
        expect(read(z.number(), String(list[0]))).toEqual(list[0]! + 0);
      }),
      { seed: 7 },
    );
  });
});
