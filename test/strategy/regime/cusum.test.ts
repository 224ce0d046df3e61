import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { cusum } from '../../../src/strategy/regime/cusum.ts';

/** The mean number of observations to an alarm, over some runs that each begin anew. */
function meanRunLength(threshold: number, shift: number, runs: number): number {
  const random = randomFrom(7);
  const detector = cusum({ threshold, drift: 0.5, of: 'values', clip: 1e6, warmUp: 0 }).create();
  let observations = 0;
  for (let run = 0; run < runs; run++) {
    do observations++;
    while (!detector.update(shift + random.normal()).confirmed);
  }
  return observations / runs;
}

/**
 * Average run lengths of the two-sided tabular sum with drift 1/2 on standard normal numbers (Montgomery, "Introduction to Statistical
 * Quality Control", table 9.3): threshold 4 and 5, no shift, a shift of 1 and of 2 deviations.
 */
const PUBLISHED = [
  { threshold: 4, shift: 0, length: 168 },
  { threshold: 4, shift: 1, length: 8.38 },
  { threshold: 4, shift: 2, length: 3.34 },
  { threshold: 5, shift: 0, length: 465 },
  { threshold: 5, shift: 1, length: 10.4 },
  { threshold: 5, shift: 2, length: 4.01 },
];

describe('the cumulative sum', () => {
  it.each(PUBLISHED)('alarms as often as published: $length at $threshold with shift $shift', (row) => {
    const measured = meanRunLength(row.threshold, row.shift, row.shift === 0 ? 3_000 : 10_000);
    expect(Math.abs(measured / row.length - 1)).toBeLessThan(0.05);
  });

  it('finds a rise of the variance by the sizes, and not by the values alone', () => {
    const random = randomFrom(3);
    const series = Array.from({ length: 600 }, (_, t) => (t < 400 ? 1 : 2) * random.normal());
    const found = (of: 'values' | 'sizes'): number[] => {
      const detector = cusum({ threshold: 12, of, warmUp: 0 }).create();
      return series.flatMap((value, index) => (detector.update(value).confirmed ? [index] : []));
    };
    expect(found('sizes')[0]).toBeGreaterThanOrEqual(400);
    expect(found('sizes')[0]).toBeLessThan(460);
    expect(found('values').length).toBeLessThan(found('sizes').length);
  });

  it('learns where it stands from a warm-up, after a change anew', () => {
    const random = randomFrom(5);
    const series = Array.from({ length: 900 }, (_, t) => (t < 500 ? 100 : 130) + 10 * random.normal());
    const detector = cusum({ threshold: 15, warmUp: 100, of: 'values' }).create();
    const found = series.flatMap((value, index) => (detector.update(value).confirmed ? [index] : []));
    expect(found).toHaveLength(1);
    expect(found[0]! - 500).toBeLessThan(30);
  });
});
