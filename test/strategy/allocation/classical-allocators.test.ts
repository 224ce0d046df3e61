import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalRiskWeights } from '../../../src/strategy/allocation/equal-risk-weights.ts';
import { hierarchicalRiskWeights } from '../../../src/strategy/allocation/hierarchical-risk-weights.ts';
import { meanVarianceWeights } from '../../../src/strategy/allocation/mean-variance-weights.ts';
import { minimumVarianceWeights } from '../../../src/strategy/allocation/minimum-variance-weights.ts';
import { portfolioVolatility } from '../../../src/strategy/allocation/portfolio-volatility.ts';
import { quadraticWeights } from '../../../src/strategy/allocation/quadratic-weights.ts';
import { sampleCovariance } from '../../../src/strategy/allocation/sample-covariance.ts';
import { shrunkCovariance } from '../../../src/strategy/allocation/shrunk-covariance.ts';
import { simplexProjection } from '../../../src/strategy/allocation/simplex-projection.ts';

function covarianceOf(
  volatility: readonly number[],
  pairs: readonly (readonly [number, number, number])[],
): Float64Array {
  const n = volatility.length;
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) covariance[i * n + i] = volatility[i]! * volatility[i]!;
  for (const [i, j, correlation] of pairs) {
    covariance[i * n + j] = correlation * volatility[i]! * volatility[j]!;
    covariance[j * n + i] = covariance[i * n + j]!;
  }
  return covariance;
}

/** Maillard, Roncalli & Teïletche 2010: four assets whose weights are known to nine digits. */
const FOUR = covarianceOf(
  [0.1, 0.2, 0.3, 0.4],
  [
    [0, 1, 0.8],
    [2, 3, -0.5],
  ],
);

/** Positive definite: of random returns, more of them than assets. */
const anyCovariance = fc
  .integer({ min: 2, max: 6 })
  .chain((n) =>
    fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }), {
      minLength: n,
      maxLength: n,
    }),
  )
  .map(
    (returns) =>
      shrunkCovariance(returns.map((one, i) => one.map((value, t) => value + Math.sin(i * 12 + t))))
        .covariance,
  );

const anyPoint = (n: number) =>
  fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n, maxLength: n });

/** Of the returns in the test below, by the formulas of the paper in another language. */
const SHRINKAGE = 0.060722431398129904;
const SHRUNK = [
  0.001094417110638278, 0.0019707217486227987, 0.00014386601425751976, 0.0019707217486227987,
  0.0040751410935362655, 0.0002971443724837374, 0.00014386601425751976, 0.0002971443724837374,
  0.00022128033749212292,
];

describe('classical allocators', () => {
  it('find the published weights of equal risk contribution, and each asset contributes as much', () => {
    const weights = equalRiskWeights(FOUR);
    const expected = [0.383612515, 0.191806257, 0.242617843, 0.181963385];
    for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 7);
    expect(portfolioVolatility(weights, FOUR)).toBeCloseTo(0.102934037, 7);
    expect(portfolioVolatility([0.25, 0.25, 0.25, 0.25], FOUR)).toBeCloseTo(0.115108644, 8);
  });

  it('find the published weights of least variance, the bound of short positions included', () => {
    const weights = minimumVarianceWeights(FOUR);
    const expected = [0.744827586, 0, 0.151724138, 0.103448276];
    for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 8);
    expect(portfolioVolatility(weights, FOUR)).toBeCloseTo(0.086303394, 8);
  });

  it('give hierarchical risk parity as independent code gives it', () => {
    const covariance = covarianceOf(
      [0.1, 0.2, 0.3, 0.4, 0.15, 0.25],
      [
        [0, 1, 0.8],
        [2, 3, -0.5],
        [0, 4, 0.3],
        [1, 4, 0.25],
        [2, 5, 0.6],
        [3, 5, -0.1],
        [1, 5, 0.05],
      ],
    );
    const expected = [
      0.3875140641413292, 0.09687851603533228, 0.07285390218359267, 0.045027758988470466, 0.282454695640791,
      0.11527106301048438,
    ];
    const weights = hierarchicalRiskWeights(covariance);
    for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 12);
  });

  it('shrink a covariance matrix as independent code shrinks it', () => {
    const returns = [0, 1, 2].map((i) =>
      Array.from({ length: 20 }, (_, t) => {
        const first = (((7 * t) % 11) - 5) / 100;
        return [first, 2 * first + (((3 * t * t) % 7) - 3) / 400, (((5 * t * t + t) % 13) - 6) / 300][i]!;
      }),
    );
    const { covariance, shrinkage } = shrunkCovariance(returns);
    expect(shrinkage).toBeCloseTo(SHRINKAGE, 12);
    for (const [at, value] of SHRUNK.entries()) expect(covariance[at]).toBeCloseTo(value, 14);
  });

  it('find weights that no other point of the simplex beats, whatever the matrix', () => {
    fc.assert(
      fc.property(anyCovariance, anyPoint(6), anyPoint(6), (covariance, returns, other) => {
        const n = Math.round(Math.sqrt(covariance.length));
        const mean = returns.slice(0, n);
        const rival = simplexProjection(Float64Array.from(other.slice(0, n)));
        const value = (weights: ArrayLike<number>): number => {
          const volatility = portfolioVolatility(weights, covariance);
          return mean.reduce((sum, one, i) => sum + one * weights[i]!, 0) - 1.5 * volatility * volatility;
        };
        const weights = meanVarianceWeights({ mean, covariance, riskAversion: 3 });
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        expect(value(weights)).toBeGreaterThanOrEqual(value(rival) - 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('spread risk evenly, whatever the matrix', () => {
    fc.assert(
      fc.property(anyCovariance, (covariance) => {
        const n = Math.round(Math.sqrt(covariance.length));
        const weights = equalRiskWeights(covariance);
        const contributions = Array.from(weights, (weight, i) =>
          weights.reduce((sum, other, j) => sum + weight * other * covariance[i * n + j]!, 0),
        );
        const total = contributions.reduce((sum, part) => sum + part, 0);
        for (const part of contributions) expect(part / total).toBeCloseTo(1 / n, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('project onto the simplex: no point of it is nearer', () => {
    fc.assert(
      fc.property(anyPoint(5), anyPoint(5), (point, other) => {
        const distance = (to: ArrayLike<number>) =>
          point.reduce((sum, one, i) => sum + (one - to[i]!) * (one - to[i]!), 0);
        const nearest = simplexProjection(Float64Array.from(point));
        const parts = other.map((one) => Math.abs(one) + 1e-9);
        const sum = parts.reduce((all, part) => all + part, 0);
        expect(nearest.reduce((all, part) => all + part, 0)).toBeCloseTo(1, 12);
        expect(Math.min(...nearest)).toBeGreaterThanOrEqual(0);
        expect(distance(nearest)).toBeLessThanOrEqual(distance(parts.map((part) => part / sum)) + 1e-12);
      }),
    );
  });

  it('take a singular matrix, and keep within bounds', () => {
    const alike = new Float64Array(9).fill(0.04);
    const weights = minimumVarianceWeights(alike, { upper: 0.4 });
    expect(Math.max(...weights)).toBeLessThanOrEqual(0.4);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  it('refuse what makes no sense with a coded error', () => {
    const coded = expect.objectContaining({ code: 'E_PARAMETER_INVALID' });
    expect(() => minimumVarianceWeights(new Float64Array(5))).toThrow(coded);
    expect(() => minimumVarianceWeights(Float64Array.of(1, Number.NaN, Number.NaN, 1))).toThrow(coded);
    expect(() => quadraticWeights(Float64Array.of(1, 2, 2, 1), [0, 0])).toThrow(coded);
    expect(() => minimumVarianceWeights(FOUR, { upper: 0.2 })).toThrow(coded);
    expect(() => equalRiskWeights(FOUR, [1, 1, 0, 1])).toThrow(coded);
    expect(() => sampleCovariance([[1], [2]])).toThrow(coded);
    expect(() => shrunkCovariance([[1, 2], [1]])).toThrow(coded);
    expect(() => simplexProjection(Float64Array.of(Number.POSITIVE_INFINITY))).toThrow(coded);
  });
});

/** Closes of 20 stocks (PyPortfolioOpt's test resource, MIT), where a copy lies beside the project. */
const PRICES = '../shared/data/prices/pypfopt-stock-prices.csv';

describe.skipIf(!existsSync(PRICES))('the portfolio of least volatility of 20 stocks', () => {
  it('has the published return, volatility and Sharpe ratio', () => {
    const [header, ...lines] = readFileSync(PRICES, 'utf8').trim().split('\n');
    const closes = lines.map((line) =>
      line
        .split(',')
        .slice(1)
        .map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell))),
    );
    const names = header!.trim().split(',').slice(1);
    const returns = names.map((_, i) => closes.slice(1).map((row, t) => row[i]! / closes[t]![i]! - 1));
    const covariance = sampleCovariance(returns).map((value) => value * 252);
    const mean = returns.map((one) => {
      const known = one.filter((value) => !Number.isNaN(value));
      return Math.exp((known.reduce((sum, value) => sum + Math.log(1 + value), 0) * 252) / known.length) - 1;
    });
    const weights = minimumVarianceWeights(covariance);
    const expected = mean.reduce((sum, value, i) => sum + value * weights[i]!, 0);
    const volatility = portfolioVolatility(weights, covariance);
    expect(expected).toBeCloseTo(0.15056821399482578, 6);
    expect(volatility).toBeCloseTo(0.15915084514118694, 8);
    expect((expected - 0.02) / volatility).toBeCloseTo(0.8204054077060996, 6);
    expect(weights[names.indexOf('XOM')]).toBeCloseTo(0.18860783, 5);
  });
});
