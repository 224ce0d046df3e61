import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MarkStream, MarkUnpacker } from '../../src/store/mark-stream.ts';

const MINUTE = 60_000;

/** Numbers of a mark: sequence, time, cash, equity, gross, net. */
const markOf = (...numbers: readonly number[]): Float64Array => Float64Array.from(numbers);

/** The marks, unpacked from pieces that end after so many marks each. */
function unpacked(pieces: readonly Uint8Array[], counts: readonly number[]): number[][] {
  const unpacker = new MarkUnpacker();
  return pieces.flatMap((bytes, piece) => {
    const marks = new Float64Array(counts[piece]! * 6);
    expect(unpacker.unpack(bytes, marks)).toBe(true);
    return Array.from({ length: counts[piece]! }, (_, i) => [...marks.subarray(i * 6, i * 6 + 6)]);
  });
}

test('whatever the numbers are and wherever the pieces end, unpacking gives them back to the last bit', () => {
  const finite = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.constantFrom(0, 1, 0.1 + 0.2, 5e-324, 1.7976931348623157e308),
  );
  const plan = fc.record({
    step: fc.oneof(fc.nat(3), fc.nat(2 ** 31)),
    numbers: fc.tuple(finite, finite, finite, finite, finite),
    like: fc.nat(31),
    ticks: fc.oneof(fc.nat(1e7), fc.integer()),
    held: fc.constantFrom(null, 0, 1, -3, 0.1, 1006.0655693174148, 1e-300),
    ends: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(plan, { minLength: 1, maxLength: 200, size: 'max' }), (plans) => {
      const stream = new MarkStream();
      const pieces: Uint8Array[] = [];
      const counts: number[] = [];
      const marks: number[][] = [];
      let before = [0, 0, 0, 0, 0, 0];
      let held = 0;
      let count = 0;
      for (const { step, numbers, like, ticks, held: change, ends } of plans) {
        if (change !== null) {
          held = change;
          stream.hold(held);
        }
        let [time, cash, equity, gross, net] = numbers;
        if (like & 1) time = before[1]! + MINUTE;
        if (like & 2) cash = before[2]!;
        if (like & 4) net = held * (ticks / 100_000) + 0;
        if (like & 8) gross = Math.abs(net);
        if (like & 16 && Number.isFinite(cash + net)) equity = cash + net;
        before = [before[0]! + step, time, cash, equity, gross, net];
        marks.push(before);
        stream.add(markOf(...before));
        count++;
        if (!ends) continue;
        pieces.push(stream.bytes().slice());
        counts.push(count);
        stream.clear();
        count = 0;
      }
      pieces.push(stream.bytes().slice());
      counts.push(count);
      expect(unpacked(pieces, counts)).toEqual(marks);
    }),
    { seed: 12, numRuns: 300 },
  );
});

test('a flat account takes one byte a bar', () => {
  const stream = new MarkStream();
  for (let i = 0; i < 1000; i++) stream.add(markOf(1, i * MINUTE, 50, 50, 0, 0));
  expect(stream.bytes().length).toBeLessThan(1000 + 3 * 8);
});

test('an account with one position takes three or four bytes a bar if prices are decimal, else nine', () => {
  const bytesOf = (price: (i: number) => number, isKnown: boolean): number => {
    const stream = new MarkStream();
    const held = 1006.0655693174148;
    if (isKnown) stream.hold(held);
    for (let i = 0; i < 1000; i++) {
      const net = held * price(i);
      stream.add(markOf(2, i * MINUTE, -70, -70 + net, net, net));
    }
    return stream.bytes().length / 1000;
  };
  const decimal = (i: number): number => Math.round(1e4 * (100 + Math.sin(i))) / 1e4;
  expect(bytesOf(decimal, true)).toBeLessThan(4.2);
  expect(bytesOf(decimal, false)).toBeGreaterThan(9);
  expect(bytesOf((i) => 100 + Math.sin(i), true)).toBeGreaterThan(9);
});

test('a piece that was cut off, or has a byte too many, is not unpacked', () => {
  const stream = new MarkStream();
  for (let i = 0; i < 10; i++) stream.add(markOf(i * 1000, i * 1.5, i / 3, i / 7, i, -i / 9));
  const bytes = stream.bytes();
  const marks = new Float64Array(60);
  expect(new MarkUnpacker().unpack(bytes, marks)).toBe(true);
  expect(new MarkUnpacker().unpack(bytes.slice(0, -1), marks)).toBe(false);
  expect(new MarkUnpacker().unpack(Uint8Array.of(...bytes, 0), marks)).toBe(false);
  // A number without an end.
  expect(new MarkUnpacker().unpack(new Uint8Array(200).fill(255, 1), new Float64Array(6))).toBe(false);
});
