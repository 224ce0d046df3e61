import { describe, expect, it } from 'vitest';
import { logistic, softplusOf } from '../../src/math/logistic.ts';
import { naturalExponential } from '../../src/math/natural-exponential.ts';
import { naturalLogarithm } from '../../src/math/natural-logarithm.ts';

/** The distance to the expected value in units of its last place. */
function units(found: number, expected: number): number {
  if (Object.is(found, expected)) return 0;
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(expected))));
  return Math.abs(found - expected) / 2 ** Math.max(-1074, exponent - 52);
}

/** The largest distance over evenly spaced places. */
function unitsMax(from: number, to: number, distance: (x: number) => number): number {
  let largest = 0;
  for (let i = 0; i <= 100_000; i++)
    largest = Math.max(largest, distance(from + ((to - from) * i) / 100_000));
  return largest;
}

describe('the natural exponential', () => {
  it('is within 2 units of the last place of that of the engine, which has 1', () => {
    for (const [from, to] of [
      [-745, 709.7],
      [-1, 1],
      [-1e-3, 1e-3],
    ] as const) {
      expect(unitsMax(from, to, (x) => units(naturalExponential(x), Math.exp(x)))).toBeLessThanOrEqual(2);
    }
  });

  it('has the values at the ends of its range', () => {
    expect(
      [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(naturalExponential),
    ).toEqual([1, Number.POSITIVE_INFINITY, 0, Number.NaN]);
    expect(naturalExponential(709.79)).toBe(Number.POSITIVE_INFINITY);
    expect(naturalExponential(-745.14)).toBe(0);
    expect(naturalExponential(-745)).toBe(Number.MIN_VALUE);
  });
});

describe('the natural logarithm', () => {
  it('is within 3 units of the last place of that of the engine, which has 1', () => {
    for (const [from, to] of [
      [1e-3, 10],
      [0.7, 1.5],
      [1 - 1e-6, 1 + 1e-6],
      [1e3, 1e300],
      [Number.MIN_VALUE, 1e-300],
    ] as const) {
      expect(unitsMax(from, to, (x) => units(naturalLogarithm(x), Math.log(x)))).toBeLessThanOrEqual(3);
    }
  });

  it('has the values at the ends of its range', () => {
    expect([1, 0, -0, -1, Number.POSITIVE_INFINITY, Number.NaN].map(naturalLogarithm)).toEqual([
      0,
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
    expect(naturalLogarithm(Number.MIN_VALUE)).toBeCloseTo(Math.log(Number.MIN_VALUE), 12);
  });
});

describe('the logistic function and softplus', () => {
  it('are within 4 units of the last place, also where they are small', () => {
    const logisticOf = (x: number): number =>
      x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
    const softplusOfEngine = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    expect(unitsMax(-700, 40, (x) => units(logistic(x), logisticOf(x)))).toBeLessThanOrEqual(4);
    expect(unitsMax(-5, 5, (x) => units(logistic(x), logisticOf(x)))).toBeLessThanOrEqual(4);
    expect(unitsMax(-700, 40, (x) => units(softplusOf(x), softplusOfEngine(x)))).toBeLessThanOrEqual(4);
    expect(unitsMax(-5, 5, (x) => units(softplusOf(x), softplusOfEngine(x)))).toBeLessThanOrEqual(4);
  });

  it('pass NaN on and end in their limits', () => {
    expect([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map(logistic)).toEqual([
      Number.NaN,
      0,
      1,
    ]);
    expect([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map(softplusOf)).toEqual([
      Number.NaN,
      0,
      Number.POSITIVE_INFINITY,
    ]);
  });
});
