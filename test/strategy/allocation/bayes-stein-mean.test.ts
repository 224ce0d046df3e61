import { describe, expect, it } from 'vitest';
import { bayesSteinMean } from '../../../src/strategy/allocation/bayes-stein-mean.ts';

describe('Bayes–Stein means', () => {
  it('follow the formulas by hand for two assets', () => {
    const [a, b, c] = [0.04, 0.01, 0.09];
    const determinant = a * c - b * b;
    const inverse = [c / determinant, -b / determinant, a / determinant];
    const [m1, m2] = [0.1, 0.02];
    const ones = inverse[0]! + 2 * inverse[1]! + inverse[2]!;
    const common = (m1 * (inverse[0]! + inverse[1]!) + m2 * (inverse[1]! + inverse[2]!)) / ones;
    const [d1, d2] = [m1 - common, m2 - common];
    const distance = d1 * d1 * inverse[0]! + 2 * d1 * d2 * inverse[1]! + d2 * d2 * inverse[2]!;
    const shrinkage = 4 / (4 + 60 * distance);
    const found = bayesSteinMean([m1, m2], Float64Array.of(a, b, b, c), 60);
    expect(found.shrinkage).toBeCloseTo(shrinkage, 12);
    expect(found.mean[0]).toBeCloseTo((1 - shrinkage) * m1 + shrinkage * common, 12);
    expect(found.mean[1]).toBeCloseTo((1 - shrinkage) * m2 + shrinkage * common, 12);
  });

  it('are one mean where all are equal, and those given where there are many periods', () => {
    const covariance = Float64Array.of(0.04, 0.01, 0.01, 0.09);
    expect(bayesSteinMean([0.1, 0.1], covariance, 10).shrinkage).toBe(1);
    const many = bayesSteinMean([0.1, 0.02], covariance, 1e12);
    expect(many.mean[0]).toBeCloseTo(0.1, 9);
  });

  it.each([
    [[0.1, Number.NaN], Float64Array.of(1, 0, 0, 1), 5, 'means are finite'],
    [[0.1], Float64Array.of(1, 0, 0, 1), 5, 'one mean an asset'],
    [[0.1, 0.2], Float64Array.of(1, 1, 1, 1), 5, 'positive definite'],
    [[0.1, 0.2], Float64Array.of(1, 0, 0, 1), 0, 'at least one period'],
  ])('refuse %j, %j over %d periods: %s', (mean, covariance, periods, rule) => {
    expect(() => bayesSteinMean(mean, covariance, periods)).toThrow(rule);
  });
});
