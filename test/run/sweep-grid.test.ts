import fc from 'fast-check';
import { expect, it } from 'vitest';
import { COMBINATIONS_MAX, gridCombinations } from '../../src/run/sweep-grid.ts';

const axes = { fast: [1, 2], slow: [10, 20, 30], mode: ['a'] };

it('has every combination once, the last axis changing first', () => {
  expect(gridCombinations(axes, { random: null, seed: 1 })).toEqual([
    { fast: 1, slow: 10, mode: 'a' },
    { fast: 1, slow: 20, mode: 'a' },
    { fast: 1, slow: 30, mode: 'a' },
    { fast: 2, slow: 10, mode: 'a' },
    { fast: 2, slow: 20, mode: 'a' },
    { fast: 2, slow: 30, mode: 'a' },
  ]);
  expect(gridCombinations({}, { random: null, seed: 1 })).toEqual([{}]);
});

it('draws distinct combinations by the seed, in the order of the grid', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 60 }),
      fc.nat(99),
      (sizeA, count, seed) => {
        const wide = { a: Array.from({ length: sizeA }, (_, i) => i), b: [0, 1, 2] };
        const drawn = gridCombinations(wide, { random: count, seed });
        expect(drawn.length).toBe(Math.min(count, sizeA * 3));
        const numbers = drawn.map(({ a, b }) => (a as number) * 3 + (b as number));
        expect(numbers).toEqual([...new Set(numbers)].sort((x, y) => x - y));
        expect(gridCombinations(wide, { random: count, seed })).toEqual(drawn);
      },
    ),
    { seed: 3, numRuns: 100 },
  );
});

it('draws each combination about equally often', () => {
  const counts = new Map<unknown, number>();
  const ten = { a: Array.from({ length: 10 }, (_, i) => i) };
  for (let seed = 0; seed < 2000; seed++) {
    for (const { a } of gridCombinations(ten, { random: 3, seed })) counts.set(a, (counts.get(a) ?? 0) + 1);
  }
  // Binomial with n 2000 and p 0.3: a standard deviation of 20.5.
  for (const count of counts.values()) expect(Math.abs(count - 600)).toBeLessThan(90);
  expect(counts.size).toBe(10);
});

it('draws from a grid that is far too large to be written down', () => {
  const axis = Array.from({ length: 1000 }, (_, i) => i);
  const drawn = gridCombinations({ a: axis, b: axis, c: axis, d: axis }, { random: 5, seed: 7 });
  expect(new Set(drawn.map((one) => JSON.stringify(one))).size).toBe(5);
});

it('refuses more combinations than anybody means', () => {
  const axis = Array.from({ length: 1000 }, (_, i) => i);
  expect(() => gridCombinations({ a: axis, b: axis }, { random: null, seed: 1 })).toThrow(
    /^E_PARAMETER_INVALID sweep: .*found 1,000,000\. .*--random/,
  );
  expect(() => gridCombinations({ a: axis, b: axis }, { random: COMBINATIONS_MAX + 1, seed: 1 })).toThrow(
    '--random',
  );
});
