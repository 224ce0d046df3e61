import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RefilledList } from '../../src/math/refilled-list.ts';

test('holds what was added since it began anew, and counts it, however many there were before', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer(), { maxLength: 6 }), { maxLength: 20 }), (fillings) => {
      const list = new RefilledList<number>();
      for (const filling of fillings) {
        list.begin();
        expect(filling.map((item) => list.add(item))).toEqual(filling.map((_, at) => at + 1));
        expect(list.end()).toEqual(filling);
      }
    }),
    { seed: 5_501, numRuns: 100 },
  );
});
