import { expect, it } from 'vitest';
import { expectedBest } from '../../src/evidence/expected-best.ts';
import { randomFrom } from '../../src/math/random.ts';

it('is about the mean of the best of as many independent normal draws', () => {
  const random = randomFrom(11);
  for (const count of [10, 100, 1000]) {
    let best = 0;
    let expected = 0;
    const rounds = 400;
    for (let round = 0; round < rounds; round++) {
      const figures = Array.from({ length: count }, () => 0.3 * random.normal());
      best += Math.max(...figures) / rounds;
      expected += expectedBest(figures)! / rounds;
    }
    expect(Math.abs(best - expected)).toBeLessThan(0.025);
  }
});

it('is zero where nothing differs, and nothing for a single figure', () => {
  expect(expectedBest([0.4, 0.4, 0.4])).toBeCloseTo(0, 12);
  expect(expectedBest([0.4])).toBeNull();
  expect(expectedBest([])).toBeNull();
});
