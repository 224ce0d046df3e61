import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinnedIndexes } from '../../src/report/thinned-indexes.ts';

const value = fc.oneof(
  { weight: 20, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);

const shape = fc
  .record({
    length: fc.integer({ min: 1, max: 1500 }),
    count: fc.integer({ min: 1, max: 4 }),
    buckets: fc.integer({ min: 1, max: 60 }),
  })
  .chain(({ length, count, buckets }) =>
    fc.record({
      buckets: fc.constant(buckets),
      series: fc.array(fc.array(value, { minLength: length, maxLength: length, size: 'max' }), {
        minLength: count,
        maxLength: count,
      }),
    }),
  );

describe('thinning', () => {
  it('keeps the lowest and the highest value of every series in every bucket', () => {
    fc.assert(
      fc.property(shape, ({ buckets, series }) => {
        const columns = series.map((values) => Float64Array.from(values));
        const length = columns[0]!.length;
        const kept = thinnedIndexes(columns, length, buckets);
        for (const column of columns) {
          for (let bucket = 0; bucket < buckets; bucket++) {
            const from = Math.floor((bucket * length) / buckets);
            const to = Math.floor(((bucket + 1) * length) / buckets);
            const all = column.slice(from, to).filter((each) => !Number.isNaN(each));
            const left = [...kept].filter((i) => i >= from && i < to).map((i) => column[i]!);
            if (all.length === 0) continue;
            expect(left).toContain(all.reduce((a, b) => (b < a ? b : a)));
            expect(left).toContain(all.reduce((a, b) => (b > a ? b : a)));
          }
        }
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  it('keeps the ends, rises without repeats and stays within its bound', () => {
    fc.assert(
      fc.property(shape, ({ buckets, series }) => {
        const columns = series.map((values) => Float64Array.from(values));
        const length = columns[0]!.length;
        const kept = [...thinnedIndexes(columns, length, buckets)];
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(length - 1);
        expect(kept.every((index, k) => k === 0 || index > kept[k - 1]!)).toBe(true);
        expect(kept.length).toBeLessThanOrEqual(2 * columns.length * buckets + 2);
      }),
      { seed: 4, numRuns: 40 },
    );
  });

  it('has nothing to keep of nothing', () => {
    expect(thinnedIndexes([new Float64Array(0)], 0, 5)).toHaveLength(0);
  });
});
