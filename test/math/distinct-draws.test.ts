import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distinctDraws } from '../../src/math/distinct-draws.ts';
import { randomFrom } from '../../src/math/random.ts';

it('draws distinct members of the pool, as many as were asked for or all, and leaves the pool as it was', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer(), { minLength: 0, maxLength: 200, size: 'max' }),
      fc.nat(300),
      fc.nat(),
      (pool, count, seed) => {
        const before = [...pool];
        const drawn = distinctDraws(pool, count, randomFrom(seed));
        expect(drawn).toHaveLength(Math.min(count, pool.length));
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn.every((member) => before.includes(member))).toBe(true);
        expect(pool).toEqual(before);
      },
    ),
    { seed: 1 },
  );
});

it('draws every member equally often', () => {
  const random = randomFrom(7);
  const counts = [0, 0, 0, 0, 0];
  for (let i = 0; i < 10_000; i++)
    for (const member of distinctDraws([0, 1, 2, 3, 4], 2, random)) counts[member]!++;
  for (const count of counts) expect(Math.abs(count - 4_000)).toBeLessThan(250);
});
