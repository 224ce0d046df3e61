import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { META_FEATURE_NAMES } from '../../../src/strategy/learn/meta-features.ts';
import type { ReturnPanel } from '../../../src/strategy/learn/return-panel.ts';
import { taskContext } from '../../../src/strategy/learn/task-context.ts';

function panelOf(columns: readonly (readonly number[])[]): ReturnPanel {
  const slices = columns[0]!.length;
  const returns = Float64Array.from({ length: slices * columns.length }, (_, at) => {
    return columns[at % columns.length]![Math.floor(at / columns.length)]!;
  });
  const volumes = new Float64Array(returns.length).fill(Number.NaN);
  return { slices, symbols: columns.map((_, column) => column), returns, volumes };
}

function named(panel: ReturnPanel): Readonly<Record<string, number>> {
  const { metaFeatures } = taskContext(panel);
  return Object.fromEntries(META_FEATURE_NAMES.map((name, i) => [name, metaFeatures[i]!]));
}

function normals(seed: number, count: number, deviation = 0.01): number[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => deviation * random.normal());
}

describe('the meta-features of a task', () => {
  it('are the plain statistics of the returns of an only symbol', () => {
    const returns = normals(1, 60);
    const mean = returns.reduce((a, b) => a + b) / 60;
    const moment = (power: number) => returns.reduce((a, b) => a + (b - mean) ** power, 0) / 60;
    const deviation = Math.sqrt(moment(2));
    const found = named(panelOf([returns]));
    expect(found['mean']).toBeCloseTo(mean / deviation, 12);
    expect(found['volatility']).toBeCloseTo(Math.log(deviation / 0.01), 12);
    expect(found['skewness']).toBeCloseTo(moment(3) / deviation ** 3, 12);
    expect(found['kurtosis']).toBeCloseTo(moment(4) / deviation ** 4 - 3, 12);
    const lagged = returns.slice(1).reduce((sum, b, i) => sum + (b - mean) * (returns[i]! - mean), 0) / 60;
    expect(found['autocorrelation']).toBeCloseTo(lagged / deviation ** 2, 12);
  });

  it('tell a trend from a reversal, a fall, and how symbols move together', () => {
    const up = named(panelOf([normals(2, 80).map((value) => value + 0.02)]));
    const alternating = named(panelOf([Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? 0.01 : -0.01))]));
    expect(up['trend']).toBeGreaterThan(3);
    expect(up['drawdown']).toBeLessThan(0.3);
    expect(alternating['autocorrelation']).toBeLessThan(-0.9);
    expect(alternating['variance_ratio']).toBeLessThan(-2);
    const one = normals(3, 80);
    const together = named(panelOf([one, one.map((value) => 2 * value)]));
    expect(together['mean_correlation']).toBeCloseTo(1, 9);
    expect(together['first_eigenvalue_share']).toBeCloseTo(1, 9);
    const apart = named(panelOf([one, normals(4, 80), normals(5, 80), normals(6, 80)]));
    expect(Math.abs(apart['mean_correlation']!)).toBeLessThan(0.2);
    expect(apart['first_eigenvalue_share']).toBeLessThan(0.5);
  });

  it('are finite and within 5 whatever the panel, and do not depend on the order of its symbols', () => {
    const cell = fc.oneof(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.constant(Number.NaN),
      fc.constant(0),
    );
    const columns = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 20 }))
      .chain(([width, height]) =>
        fc.array(fc.array(cell, { minLength: height, maxLength: height }), {
          minLength: width,
          maxLength: width,
        }),
      );
    fc.assert(
      fc.property(columns, (table) => {
        const found = named(panelOf(table));
        const turned = named(panelOf(table.toReversed()));
        for (const name of META_FEATURE_NAMES) {
          expect(Math.abs(found[name]!)).toBeLessThanOrEqual(5);
          // Near-constant columns are decided by rounding, which the order of a sum may change.
          if (name !== 'first_eigenvalue_share') expect(turned[name]).toBeCloseTo(found[name]!, 4);
        }
      }),
      { seed: 11_010, numRuns: 200 },
    );
  });

  it('measure turnover as the later half against the earlier', () => {
    const panel = panelOf([normals(7, 40)]);
    const volumes = panel.volumes.map((_, slice) => (slice < 20 ? 100 : 200));
    expect(named({ ...panel, volumes })['turnover']).toBeCloseTo(2, 9);
    expect(named(panel)['turnover']).toBe(0);
  });
});
