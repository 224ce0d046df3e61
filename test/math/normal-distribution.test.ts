import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalCumulative, normalQuantile } from '../../src/math/normal-distribution.ts';

/** Computed with 60 digits (mpmath 1.3.0, ncdf). */
const CUMULATIVE: readonly (readonly [number, number])[] = [
  [-37.5, 4.605353009581955e-308],
  [-30, 4.906713927148187e-198],
  [-10, 7.619853024160525e-24],
  [-6, 9.86587645037698e-10],
  [-5.66, 7.568649751997714e-9],
  [-5.65, 8.022391850663497e-9],
  [-5, 2.866515718791939e-7],
  [-3, 0.0013498980316300946],
  [-2, 0.02275013194817921],
  [-1, 0.15865525393145705],
  [-0.6, 0.2742531177500736],
  [-0.01, 0.4960106436853684],
  [0, 0.5],
  [0.3, 0.6179114221889527],
  [0.67, 0.7485711049046899],
  [1, 0.8413447460685429],
  [2, 0.9772498680518208],
  [6, 0.9999999990134123],
];

/** The same, erfinv and roots of log ncdf. */
const QUANTILE: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-30, -11.464024688443615],
  [1.4e-11, -6.656723091518184],
  [1e-9, -5.9978070150076865],
  [0.0001, -3.7190164854556804],
  [0.0025, -2.8070337683438042],
  [0.025, -1.9599639845400543],
  [0.07, -1.4757910281791706],
  [0.08, -1.4050715603096327],
  [0.3, -0.5244005127080408],
  [0.49, -0.025068908258711057],
  [0.8, 0.8416212335729144],
  [0.975, 1.9599639845400538],
  [0.995, 2.5758293035489004],
  [0.999999, 4.753424308817087],
];

test.each(CUMULATIVE)('the distribution function at %d has a relative error below 1e-14', (x, expected) => {
  expect(Math.abs(normalCumulative(x) / expected - 1)).toBeLessThan(1e-14);
});

test.each(QUANTILE)('the quantile of %d has a relative error below 1e-14', (p, expected) => {
  expect(Math.abs(normalQuantile(p) / expected - 1)).toBeLessThan(1e-14);
});

test('the ends and what lies outside', () => {
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  expect(normalQuantile(0.5)).toBe(0);
  for (const p of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(p)).toBeNaN();
  expect(normalCumulative(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(normalCumulative(Number.POSITIVE_INFINITY)).toBe(1);
  expect(normalCumulative(Number.NaN)).toBeNaN();
});

test('one undoes the other, and both are symmetric', () => {
  fc.assert(
    fc.property(fc.double({ min: -37, max: 0, noNaN: true }), (z) => {
      const p = normalCumulative(z);
      expect(normalQuantile(p)).toBeCloseTo(z, 11);
      expect(normalCumulative(-z)).toBeCloseTo(1 - p, 14);
    }),
    { seed: 241, numRuns: 500 },
  );
});
