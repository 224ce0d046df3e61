import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { euclideanNorm } from '../../src/math/euclidean-norm.ts';

describe('the Euclidean norm', () => {
  it('is that of Pythagoras', () => {
    expect(euclideanNorm(Float64Array.of(3, -4))).toBe(5);
    expect(euclideanNorm(new Float64Array(0))).toBe(0);
    expect(euclideanNorm(new Float64Array(3))).toBe(0);
  });

  it('agrees with Math.hypot, for numbers whose squares overflow or vanish too', () => {
    const numbers = fc.array(fc.double({ min: -1e200, max: 1e200, noNaN: true }), {
      maxLength: 200,
      size: 'max',
    });
    fc.assert(
      fc.property(numbers, (values) => {
        const expected = Math.hypot(...values);
        expect(Math.abs(euclideanNorm(Float64Array.from(values)) - expected)).toBeLessThanOrEqual(
          1e-13 * expected,
        );
      }),
      { seed: 2 },
    );
  });

  it('is not finite where a number is not', () => {
    expect(euclideanNorm(Float64Array.of(1, Number.NaN))).toBeNaN();
    expect(euclideanNorm(Float64Array.of(1, Number.NEGATIVE_INFINITY))).toBe(Number.POSITIVE_INFINITY);
  });
});
