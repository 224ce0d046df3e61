import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignSeries } from '../../src/report/shared-time-axis.ts';

const series = fc
  .uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 0, maxLength: 200, size: 'max' })
  .map((times) => {
    const time = Float64Array.from(times).sort();
    return { time, values: time.map((each) => each * 2 + 1) };
  });

describe('the shared time axis', () => {
  it('holds every time of every series once, and each value at its own time', () => {
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 5 }), (all) => {
        const aligned = alignSeries(all);
        const union = [...new Set(all.flatMap((each) => [...each.time]))].sort((a, b) => a - b);
        expect([...aligned.time]).toEqual(union);
        all.forEach((each, k) => {
          const own = new Set(each.time);
          union.forEach((time, i) => {
            expect(aligned.values[k]![i]).toBe(own.has(time) ? time * 2 + 1 : Number.NaN);
          });
        });
      }),
      { seed: 5, numRuns: 25 },
    );
  });

  it('copies nothing where the times are the same', () => {
    const one = { time: Float64Array.of(1, 2), values: Float64Array.of(5, 6) };
    const other = { time: Float64Array.of(1, 2), values: Float64Array.of(7, 8) };
    const aligned = alignSeries([one, other]);
    expect(aligned.values[1]).toBe(other.values);
    expect(alignSeries([]).time).toHaveLength(0);
  });
});
