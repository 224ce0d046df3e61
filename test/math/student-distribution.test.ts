import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalCumulative } from '../../src/math/normal-distribution.ts';
import { studentCumulative } from '../../src/math/student-distribution.ts';

test.each([
  // Quantiles of the tables in Abramowitz & Stegun 1964, table 26.10, to more digits.
  [10, 2.2281388519649385, 0.975],
  [5, 4.032142983557536, 0.995],
  [30, 1.697260886593957, 0.95],
  [3, -5.840909309732333, 0.005],
])('with %d degrees of freedom %d leaves %d below', (freedom, t, p) => {
  expect(studentCumulative(t, freedom)).toBeCloseTo(p, 10);
});

test('one and two degrees of freedom have closed forms, and many are normal', () => {
  fc.assert(
    fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (t) => {
      expect(studentCumulative(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 11);
      expect(studentCumulative(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 11);
      expect(studentCumulative(t, 1e9)).toBeCloseTo(normalCumulative(t), 7);
    }),
    { seed: 3, numRuns: 300 },
  );
});
