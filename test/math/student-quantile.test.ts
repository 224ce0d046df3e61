import { describe, expect, it } from 'vitest';
import { studentQuantile } from '../../src/math/student-quantile.ts';

describe('the quantile of the distribution of Student', () => {
  // Abramowitz & Stegun (1964), table 26.10.
  it.each([
    [0.975, 5, 2.571],
    [0.975, 10, 2.228],
    [0.975, 25, 2.06],
    [0.995, 10, 3.169],
    [0.95, 8, 1.86],
    [0.9, 6, 1.44],
  ])('of %f with %i degrees of freedom is that of the table', (p, freedom, expected) => {
    expect(studentQuantile(p, freedom)).toBeCloseTo(expected, 2);
    expect(studentQuantile(1 - p, freedom)).toBeCloseTo(-expected, 2);
  });

  it('is the normal one for many degrees of freedom, and none below one', () => {
    expect(studentQuantile(0.975, 1e9)).toBeCloseTo(1.959964, 6);
    expect(studentQuantile(0.975, 0)).toBeNaN();
  });
});
