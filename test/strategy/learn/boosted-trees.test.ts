import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { boostedTrees } from '../../../src/strategy/learn/boosted-trees.ts';
import { fitTree, treeValue } from '../../../src/strategy/learn/regression-tree.ts';
import { meanSquaredError, noiseRows } from './task-families.ts';

/** The best stump by trying every threshold between two values, from the definition. */
function naiveStump(features: readonly number[], labels: readonly number[], leafRows: number): number {
  const squares = (values: readonly number[]): number => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  let best = squares(labels);
  for (const threshold of features) {
    const low = labels.filter((_, row) => features[row]! <= threshold);
    const high = labels.filter((_, row) => features[row]! > threshold);
    if (low.length < leafRows || high.length < leafRows) continue;
    best = Math.min(best, squares(low) + squares(high));
  }
  return best;
}

describe('a regression tree', () => {
  it('of depth 1 has the least squares that any stump can have', () => {
    const number = fc.integer({ min: -5, max: 5 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (rows, leafRows) => {
          const features = Float64Array.from(rows, ([x]) => x);
          const labels = Float64Array.from(rows, ([, y]) => y);
          const samples = { rows: rows.length, featureCount: 1, features, labels };
          const tree = fitTree(samples, { depth: 1, leafRows });
          const error = labels.reduce((sum, y, row) => sum + (y - treeValue(tree, features, row)) ** 2, 0);
          expect(error).toBeCloseTo(naiveStump([...features], [...labels], leafRows), 9);
        },
      ),
      { seed: 11_020, numRuns: 300 },
    );
  });

  it('of enough depth remembers all rows', () => {
    const samples = noiseRows(1, 8, 2);
    const tree = fitTree(samples, { depth: 7, leafRows: 1 });
    samples.labels.forEach((label, row) => {
      expect(treeValue(tree, samples.features, 2 * row)).toBeCloseTo(label, 12);
    });
  });
});

describe('boosted trees', () => {
  it('fit better with every tree, and find an interaction that a stump cannot', () => {
    const samples = noiseRows(2, 200, 2);
    const product = {
      ...samples,
      labels: samples.labels.map((_, row) =>
        Math.sign(samples.features[2 * row]! * samples.features[2 * row + 1]!),
      ),
    };
    const errorOf = (trees: number, depth: number): number => {
      const learner = boostedTrees({ trees, depth, shrinkage: 0.3, supportCapacity: 200 }).create(
        2,
        randomFrom(1),
      );
      const { predictor } = learner.adapt(product);
      return meanSquaredError((row) => predictor.predict(row), product);
    };
    expect(errorOf(20, 2)).toBeLessThan(errorOf(5, 2));
    expect(errorOf(40, 3)).toBeLessThan(0.2);
    expect(errorOf(40, 1)).toBeGreaterThan(0.6);
  });
});
