import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal } from '../../src/market/decimal.ts';

const parse = (text: string): number =>
  parseDecimal(Buffer.from(`;${text};`), 1, 1 + Buffer.byteLength(text));

const bits = (value: number): bigint => new BigUint64Array(Float64Array.of(value).buffer)[0];

const digits = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: 1, maxLength, size: 'max' });

describe('parseDecimal', () => {
  it.each([
    ['0', 0],
    ['-0', -0],
    ['7', 7],
    ['+7.25', 7.25],
    ['-7.25', -7.25],
    ['.5', 0.5],
    ['5.', 5],
    ['0001.10', 1.1],
    ['1e3', 1000],
    ['1.5E-2', 0.015],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740992],
    ['0.1000000000000000055511151231257827', 0.1],
    ['2.2250738585072014e-308', 2.2250738585072014e-308],
    ['1e-400', 0],
  ])('reads %s', (text, value) => {
    expect(bits(parse(text))).toBe(bits(value));
  });

  it.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '-',
    '+',
    '.',
    '-.',
    'e5',
    '1e',
    '1e+',
    '1e5.0',
    '1.2.3',
    '--1',
    '1-',
    '+-1',
    '0x10',
    '0b1',
    '0o7',
    '1_000',
    '1,000',
    '1\u00a0000',
    '1n',
    '1f',
    '١',
    '１',
    '½',
    '$1',
    '1%',
    'NaN',
    'nan',
    'Infinity',
    '-Infinity',
    'Inf',
    'null',
    'true',
    '1e400',
    '-1e400',
    '1\0',
    '\0',
  ])('refuses %j', (text) => {
    expect(parse(text)).toBeNaN();
  });

  it('equals Number bit for bit on any text of digits, point and exponent', () => {
    const whole = fc.oneof(digits(20), fc.constant(''));
    const fraction = fc.oneof(
      digits(30).map((text) => `.${text}`),
      fc.constantFrom('', '.'),
    );
    const exponent = fc.oneof(
      { weight: 3, arbitrary: fc.constant('') },
      fc
        .tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '-', '+'), fc.integer({ min: 0, max: 330 }))
        .map((x) => x.join('')),
    );
    fc.assert(
      fc.property(fc.constantFrom('', '-', '+'), whole, fraction, exponent, (...parts) => {
        const text = parts.join('');
        const expected = /\d/.test(parts[1] + parts[2]) ? Number(text) : Number.NaN;
        if (Number.isFinite(expected)) expect(bits(parse(text))).toBe(bits(expected));
        else expect(parse(text)).toBeNaN();
      }),
      { seed: 11, numRuns: 20_000 },
    );
  });

  it('reads back every printed double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(bits(parse(Object.is(value, -0) ? '-0' : String(value)))).toBe(bits(value));
      }),
      { seed: 12, numRuns: 20_000 },
    );
  });

  it('accepts nothing that Number refuses', () => {
    const soup = fc.string({
      unit: fc.constantFrom(...'0123456789.+-eE xX_,'.split('')),
      maxLength: 12,
      size: 'max',
    });
    fc.assert(
      fc.property(soup, (text) => {
        const value = parse(text);
        if (!Number.isNaN(value)) expect(bits(value)).toBe(bits(Number(text)));
      }),
      { seed: 13, numRuns: 20_000 },
    );
  });
});
