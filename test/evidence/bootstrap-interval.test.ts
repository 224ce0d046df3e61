import { expect, test } from 'vitest';
import { bootstrapInterval } from '../../src/evidence/bootstrap-interval.ts';
import { normalQuantile } from '../../src/math/normal-distribution.ts';
import { randomFrom } from '../../src/math/random.ts';

/** The quantiles of a normal distribution at the middles of equal shares: draws without chance. */
const normalDraws = (count: number, centre: number, scale: number) =>
  Float64Array.from({ length: count }, (_, i) => centre + scale * normalQuantile((i + 0.5) / count));

test('for normal draws it is the estimate and so many standard errors', () => {
  const interval = bootstrapInterval(normalDraws(20_000, 3, 2), 3, 0.95);
  expect(interval.standardError).toBeCloseTo(2, 2);
  expect(interval.low).toBeCloseTo(3 - 2 * 1.959964, 2);
  expect(interval.high).toBeCloseTo(3 + 2 * 1.959964, 2);
});

test('a level beyond what the draws can resolve continues the tail as the normal distribution does', () => {
  const level = 1 - 1e-6;
  const interval = bootstrapInterval(normalDraws(4000, 0, 1), 0, level);
  expect(interval.high).toBeCloseTo(normalQuantile(1 - 5e-7), 1);
  expect(interval.low).toBeCloseTo(-interval.high, 9);
});

test('a higher level never gives a narrower interval', () => {
  const random = randomFrom(5);
  const draws = Float64Array.from({ length: 2000 }, () => random.normal() ** 3);
  let width = 0;
  for (const level of [0.5, 0.9, 0.95, 0.98, 0.99, 0.992, 0.999, 0.99999]) {
    const { low, high } = bootstrapInterval(draws, 0, level);
    expect(high - low).toBeGreaterThan(width);
    width = high - low;
  }
});

test('the bias of the draws is taken out and their long tail turned round', () => {
  const skewed = normalDraws(10_000, 0, 1).map((value) => Math.exp(value));
  const { low, high } = bootstrapInterval(skewed, 1, 0.9);
  expect(low).toBeCloseTo(2 - Math.exp(1.644854), 1);
  expect(high).toBeCloseTo(2 - Math.exp(-1.644854), 1);
});
