import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticksBetween } from '../../src/report/axis-ticks.ts';

describe('axis ticks', () => {
  it('are round values inside the range, in number about what was asked for', () => {
    expect(ticksBetween(-0.63, 0.82, 9).values).toEqual([-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8]);
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (low, width) => {
          const high = low + width;
          const { values } = ticksBetween(low, high, 6);
          expect(values.length).toBeLessThanOrEqual(8);
          for (const value of values) {
            expect(value).toBeGreaterThanOrEqual(low - width * 1e-6);
            expect(value).toBeLessThanOrEqual(high + width * 1e-6);
          }
        },
      ),
      { seed: 2 },
    );
  });

  it('do not exist on an axis without length', () => {
    expect(ticksBetween(1, 1, 5).values).toEqual([]);
    expect(ticksBetween(0, Number.POSITIVE_INFINITY, 5).values).toEqual([]);
  });
});
