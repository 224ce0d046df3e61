import { describe, expect, it } from 'vitest';
import * as publicNames from '../../../src/index.ts';
import { randomFrom } from '../../../src/math/random.ts';
import { pastRows } from '../../../src/strategy/regime/offline/past-rows.ts';
import { segmentPast } from '../../../src/strategy/regime/offline/pruned-segmentation.ts';

function costOf(values: readonly number[], of: 'mean' | 'mean-and-variance'): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const squares = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  return of === 'mean' ? squares : values.length * Math.log(Math.max(1e-10, squares / values.length));
}

/** The least penalised cost over all segmentations, by plain dynamic programming without pruning. */
function leastCost(
  values: readonly number[],
  of: 'mean' | 'mean-and-variance',
  penalty: number,
  least: number,
) {
  const best = [-penalty];
  for (let end = 1; end <= values.length; end++) {
    best[end] = Number.POSITIVE_INFINITY;
    for (let start = 0; start <= end - least; start++) {
      best[end] = Math.min(best[end]!, best[start]! + costOf(values.slice(start, end), of) + penalty);
    }
  }
  return best[values.length]!;
}

function series(seed: number, levels: readonly number[], deviations: readonly number[]): number[] {
  const random = randomFrom(seed);
  return levels.flatMap((level, k) =>
    Array.from({ length: 40 }, () => level + deviations[k]! * random.normal()),
  );
}

describe('offline segmentation', () => {
  it.each(['mean', 'mean-and-variance'] as const)('is of the least cost there is, by %s', (of) => {
    for (let seed = 0; seed < 6; seed++) {
      const values = series(seed, [0, 1.5, 1.5, -1], [1, 1, 3, 0.5]);
      const starts = segmentPast(pastRows(Float64Array.from(values), 1), { of, penalty: 9, lengthMin: 5 });
      const cost = starts.reduce((sum, start, k) => {
        const part = values.slice(start, starts[k + 1] ?? values.length);
        expect(part.length).toBeGreaterThanOrEqual(5);
        return sum + costOf(part, of) + (k === 0 ? 0 : 9);
      }, 0);
      expect(cost).toBeCloseTo(leastCost(values, of, 9, 5), 6);
    }
  });

  it('finds the changes of two numbers at once, and none in noise', () => {
    const random = randomFrom(4);
    const noise = Float64Array.from({ length: 600 }, () => random.normal());
    expect(segmentPast(pastRows(noise, 2))).toEqual([0]);
    const changed = noise.map((value, at) => (at >= 300 ? 3 * value : value));
    const starts = segmentPast(pastRows(changed, 2));
    expect(starts).toHaveLength(2);
    expect(Math.abs(starts[1]! - 150)).toBeLessThan(8);
  });

  it('cannot be given what a live path has, and is no part of what a strategy may import', () => {
    const observation = new Float64Array(2);
    // @ts-expect-error one observation, or a plain array, is no past
    expect(() => segmentPast(observation)).not.toThrow();
    expect(Object.keys(publicNames).filter((name) => /segment|past/i.test(name))).toEqual([]);
  });
});
