import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SampleMemory } from '../../src/strategy/sample-memory.ts';
import { ReturnFeatures } from '../support/learning-parts.ts';
import { naiveSamples } from '../support/naive-samples.ts';
import { anyMarket } from '../support/random-market.ts';
import { bar, flat, type SliceRow, slicesOf, timeOfRow } from '../support/slices.ts';

/** A memory that took the rows, and what to do after each. */
function remember(
  rows: readonly SliceRow[],
  horizon: number,
  capacity = rows.length,
  each: (memory: SampleMemory, slice: number) => void = () => {},
): SampleMemory {
  const symbolCount = rows[0]!.length;
  const memory = new SampleMemory({ capacity, symbolCount, featureCount: 1, labelHorizonBars: horizon });
  const features = new ReturnFeatures(symbolCount);
  for (const slice of slicesOf(rows)) {
    features.update(slice);
    memory.push(slice, features);
    each(memory, slice.index);
  }
  return memory;
}

describe('a label', () => {
  const rows = [100, 110, 121, 100, 90, 95].map((close, row) => [
    bar(close + 1, close + 9, close - 9, close, row),
  ]);

  test('is the return from the next open to the close of the horizon, in units of volatility', () => {
    const volatility = 0.001 + Math.log(121 / 110);
    const { labels, features } = remember(rows, 3).collect(2, 2, null);
    expect([...features]).toEqual([Math.log(121 / 110)]);
    expect(labels[0]).toBeCloseTo(Math.log(95 / 101) / (volatility * Math.sqrt(3)), 14);
  });

  test('of a horizon of one slice is the return of the next bar from its open', () => {
    const { labels } = remember(rows, 1).collect(4, 4, null);
    expect(labels[0]).toBeCloseTo(Math.log(95 / 96) / (0.001 + Math.log(100 / 90)), 14);
  });

  test('is known at the close of its horizon, and the collected rows say so', () => {
    const { rows: count, from, to, labelsKnownAt } = remember(rows, 2).collect(1, 3, null);
    expect([count, from, to, labelsKnownAt]).toEqual([3, timeOfRow(1), timeOfRow(3), timeOfRow(5)]);
  });
});

describe('a row is left out', () => {
  const full: SliceRow[] = [1, 2, 3, 4, 5, 6].map((n) => [flat(n), flat(n * 10)]);
  const without = (...slices: number[]): SliceRow[] =>
    full.map(([a, b], row) => [a!, slices.includes(row) ? null : b!]);
  const rowsOf = (rows: readonly SliceRow[]) => remember(rows, 3).collect(2, 2, null).rows;

  test.each<[string, number[], number]>([
    ['nothing is missing', [], 2],
    ['the symbol has no bar at the decision', [2], 1],
    ['the symbol has no bar to enter at', [3], 1],
    ['the symbol has no bar to leave at', [5], 1],
    ['the symbol has no past to make features of', [0, 1], 1],
  ])('where %s', (_, missing, count) => {
    expect(rowsOf(without(...missing))).toBe(count);
  });

  test('but not for a bar that is missing between entry and exit', () => {
    expect(rowsOf(without(4))).toBe(2);
  });

  test('where its volatility is zero, so that every label is finite', () => {
    const settings = { capacity: 6, symbolCount: 1, featureCount: 1, labelHorizonBars: 1 };
    const memory = new SampleMemory(settings);
    class StillFeatures extends ReturnFeatures {
      override volatility(symbolIndex: number): number {
        return Math.abs(super.volatility(symbolIndex)) - 0.001;
      }
    }
    const features = new StillFeatures(1);
    for (const slice of slicesOf([[flat(5)], [flat(5)], [flat(5)], [bar(5.5, 6, 5, 6)], [flat(7)]])) {
      features.update(slice);
      memory.push(slice, features);
    }
    // The close stood still up to slice 2; only from slice 3 on there is a unit to measure by.
    expect(memory.collect(0, 3, null).rows).toBe(1);
  });
});

describe('a row is never collected', () => {
  const rows: SliceRow[] = Array.from({ length: 12 }, (_, n) => [flat(n + 1)]);

  test('before its label is known', () => {
    remember(rows, 3, 12, (memory, slice) => {
      expect(memory.lastLabelled).toBe(slice - 3);
      expect(() => memory.collect(slice - 2, slice - 2, null)).toThrow(/E_INVARIANT sample memory/);
      if (slice >= 3) expect(memory.collect(slice - 3, slice - 3, null).labelsKnownAt).toBe(timeOfRow(slice));
    });
  });

  test('after it was overwritten', () => {
    const memory = remember(rows, 3, 6);
    expect([memory.oldest, memory.pushed, memory.lastLabelled]).toEqual([6, 12, 8]);
    expect(memory.collect(6, 8, null).rows).toBe(3);
    expect(() => memory.collect(5, 8, null)).toThrow(/now 6 to 8; found 5 to 8/);
    expect(() => memory.collect(8, 7, null)).toThrow(/E_INVARIANT/);
  });
});

test('at every slice, each window of labelled rows is what the formula gives over all bars', () => {
  const market = anyMarket(3, 40);
  const horizon = fc.integer({ min: 1, max: 6 });
  const chosen = fc.constantFrom([0, 1, 2], [2, 0], [1]);
  fc.assert(
    fc.property(
      market,
      horizon,
      chosen,
      fc.integer({ min: 8, max: 50 }),
      (rows, ahead, symbols, capacity) => {
        remember(rows, ahead, capacity, (memory) => {
          const last = memory.lastLabelled;
          if (last < memory.oldest) return;
          const first = Math.max(memory.oldest, last - 9);
          const expected = naiveSamples(rows, first, last, { horizon: ahead, symbols });
          const actual = memory.collect(first, last, symbols);
          expect(actual.rows).toBe(expected.length);
          expect([...actual.features]).toEqual(expected.map(({ feature }) => feature));
          expect([...actual.labels]).toEqual(expected.map(({ label }) => label));
        });
      },
    ),
    { seed: 11_002, numRuns: 25 },
  );
});
