import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hyperbolicTangent } from '../../src/math/hyperbolic-tangent.ts';

/** The doubles nearest to values that mpmath 1.3 computed with 40 digits. */
const EXACT: readonly (readonly [number, number])[] = [
  [1e-300, 1e-300],
  [1e-8, 1e-8],
  [1e-3, 0.0009999996666668],
  [0.1, 0.09966799462495582],
  [0.1733, 0.17158569137000115],
  [0.25, 0.24491866240370913],
  [0.5, 0.46211715726000974],
  [0.75, 0.6351489523872873],
  [1, 0.7615941559557649],
  [1.5, 0.9051482536448664],
  [2, 0.9640275800758169],
  [3.3, 0.9972829600991421],
  [5, 0.9999092042625951],
  [8, 0.9999997749296758],
  [12, 0.9999999999244973],
  [18.5, 0.9999999999999998],
  [19.5, 1.0],
];

describe('the hyperbolic tangent', () => {
  it('agrees with values of 40 digits to 1e-15 of the value', () => {
    for (const [x, exact] of EXACT) {
      expect(Math.abs(hyperbolicTangent(x) - exact)).toBeLessThanOrEqual(1e-15 * exact);
      expect(Math.abs(hyperbolicTangent(-x) + exact)).toBeLessThanOrEqual(1e-15 * exact);
    }
  });

  it('agrees with Math.tanh to 1e-15 of the value, and is odd and within ±1', () => {
    const argument = fc.oneof(
      fc.double({ min: -25, max: 25, noNaN: true }),
      fc.double({ min: -0.5, max: 0.5, noNaN: true }),
    );
    fc.assert(
      fc.property(argument, (x) => {
        const value = hyperbolicTangent(x);
        const other = Math.tanh(x);
        expect(Math.abs(value - other)).toBeLessThanOrEqual(1e-15 * Math.abs(other));
        expect(hyperbolicTangent(-x)).toBe(-value + 0);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }),
      { seed: 1, numRuns: 5000 },
    );
  });

  it('saturates at infinity and keeps NaN', () => {
    expect(hyperbolicTangent(Number.POSITIVE_INFINITY)).toBe(1);
    expect(hyperbolicTangent(Number.NEGATIVE_INFINITY)).toBe(-1);
    expect(hyperbolicTangent(1e300)).toBe(1);
    expect(hyperbolicTangent(0)).toBe(0);
    expect(hyperbolicTangent(Number.NaN)).toBeNaN();
  });
});
