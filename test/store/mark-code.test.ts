import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codedRoom, decodeMarks, encodeMarks } from '../../src/store/mark-code.ts';

const MINUTE = 60_000;

function packed(marks: Float64Array): Uint8Array {
  const room = codedRoom(marks.length / 6);
  return new Uint8Array(room.buffer, 0, encodeMarks(marks, marks.length / 6, room)).slice();
}

test('whatever the six numbers are, unpacking gives them back to the last bit', () => {
  const finite = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.constantFrom(0, 1, 0.1 + 0.2, 5e-324, 1.7976931348623157e308),
  );
  // Repeats and sums are what is foretold, so they come often.
  const mark = fc.tuple(finite, finite, finite, finite, finite, finite, fc.nat(63));
  fc.assert(
    fc.property(fc.array(mark, { minLength: 1, maxLength: 200, size: 'max' }), (plans) => {
      const marks = new Float64Array(plans.length * 6);
      for (const [i, plan] of plans.entries()) {
        const at = i * 6;
        marks.set(plan.slice(0, 6) as number[], at);
        const like = plan[6];
        if (i > 0) {
          if (like & 1) marks[at] = marks[at - 6]!;
          if (like & 2) marks[at + 1] = marks[at - 5]! + MINUTE;
          if (like & 4) marks[at + 2] = marks[at - 4]!;
          if (like & 8) marks[at + 5] = marks[at - 1]!;
        }
        if (like & 16) marks[at + 4] = Math.abs(marks[at + 5]!);
        if (like & 32) marks[at + 3] = Math.fround(marks[at + 2]! % 1e6) + Math.fround(marks[at + 5]! % 1e6);
      }
      expect(decodeMarks(packed(marks), plans.length)).toEqual(marks);
    }),
    { seed: 12, numRuns: 300 },
  );
});

test('a flat account takes one byte a bar, an invested one nine', () => {
  const marks = new Float64Array(1000 * 6);
  for (let i = 0; i < 1000; i++) {
    const net = i < 500 ? 0 : 100 + Math.sin(i);
    marks.set([i < 500 ? 1 : 2, i * MINUTE, 50, 50 + net, net, net], i * 6);
  }
  const bytes = packed(marks).length;
  expect(bytes).toBeGreaterThan(500 + 500 * 9);
  expect(bytes).toBeLessThan(500 + 500 * 9 + 6 * 8);
});

test('a packed chunk that was cut off cannot be unpacked', () => {
  const marks = Float64Array.from({ length: 60 }, (_, i) => i * 1.5);
  expect(() => decodeMarks(packed(marks).slice(0, -1), 10)).toThrow('E_STORE_CORRUPT');
});
