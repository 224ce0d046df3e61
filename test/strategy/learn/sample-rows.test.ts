import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usedRow, winsorise, writeRows } from '../../../src/strategy/learn/sample-rows.ts';
import { noiseRows } from './task-families.ts';

const placesOf = (rows: number, capacity: number): number[] =>
  Array.from({ length: Math.min(rows, capacity) }, (_, place) => usedRow(place, rows, capacity));

describe('the rows that are used of a set', () => {
  it('are all of them in order where they fit', () => {
    expect(placesOf(4, 4)).toEqual([0, 1, 2, 3]);
    expect(placesOf(3, 128)).toEqual([0, 1, 2]);
  });

  it('are spread evenly in time where they do not', () => {
    expect(placesOf(9, 5)).toEqual([0, 2, 4, 6, 8]);
    expect(placesOf(100, 1)).toEqual([99]);
    expect(placesOf(100, 2)).toEqual([0, 99]);
  });

  it('rise, begin with the first, end with the last, and leave gaps that differ by at most one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), fc.integer({ min: 1, max: 500 }), (capacity, more) => {
        const places = placesOf(capacity + more, capacity);
        const gaps = places.slice(1).map((place, i) => place - places[i]!);
        expect(places[0]).toBe(0);
        expect(places.at(-1)).toBe(capacity + more - 1);
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
      }),
      { seed: 6 },
    );
  });
});

describe('writing the rows of a task', () => {
  const empty = (): Parameters<typeof writeRows>[1] => ({
    features: new Float64Array(2 * 4 * 3).fill(7),
    labels: new Float64Array(2 * 4).fill(7),
    weights: new Float64Array(2 * 4).fill(7),
    capacity: 4,
    featureCount: 3,
  });

  it('weighs the used rows equally, sets the padding to zero, and touches no other task', () => {
    const arrays = empty();
    const samples = noiseRows(1, 3, 3);
    writeRows(samples, arrays, 1, null);
    expect(Array.from(arrays.weights)).toEqual([7, 7, 7, 7, 1 / 3, 1 / 3, 1 / 3, 0]);
    expect(Array.from(arrays.labels)).toEqual([7, 7, 7, 7, ...samples.labels, 0]);
    expect(Array.from(arrays.features.subarray(12))).toEqual([...samples.features, 0, 0, 0]);
    expect(arrays.features.subarray(0, 12).every((value) => value === 7)).toBe(true);
  });

  it('sets labels beyond the limit to it, on either side', () => {
    const arrays = empty();
    const samples = { ...noiseRows(1, 4, 3), labels: Float64Array.of(-9, -1, 2.5, 80) };
    writeRows(samples, arrays, 0, 2);
    expect(Array.from(arrays.labels.subarray(0, 4))).toEqual([-2, -1, 2, 2]);
    expect(winsorise(80, null)).toBe(80);
  });
});
