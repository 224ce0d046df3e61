import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LabelSpan, purgedFolds } from '../../src/strategy/purged-folds.ts';

/** Observations whose label is known at once, one a slice. */
const points = (count: number): LabelSpan[] =>
  Array.from({ length: count }, (_, slice) => ({ first: slice, last: slice }));

const PLAIN = { folds: 3, testFolds: 2, purge: 0, embargo: 0 };

describe('combinatorial purged folds', () => {
  // Figures after skfolio c06db84, tests/test_model_selection/test_combinatorial.py.
  it('of 12 observations in 3 folds, 2 tested, are 3 splits and 2 paths', () => {
    const { splits, paths } = purgedFolds(points(12), PLAIN);
    expect(splits.map(({ testFolds }) => testFolds)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    // By fold, the splits that test it, and by path the split of each fold.
    expect(paths).toEqual([
      [0, 0, 1],
      [1, 2, 2],
    ]);
    expect(splits[1]).toEqual({
      train: [4, 5, 6, 7],
      test: [
        [0, 1, 2, 3],
        [8, 9, 10, 11],
      ],
      testFolds: [0, 2],
    });
  });

  it('with a purge of 1 train the second split on 5 and 6', () => {
    expect(purgedFolds(points(12), { ...PLAIN, purge: 1 }).splits[1]!.train).toEqual([5, 6]);
  });

  it('with an embargo of 1 train it on 5, 6 and 7', () => {
    expect(purgedFolds(points(12), { ...PLAIN, embargo: 1 }).splits[1]!.train).toEqual([5, 6, 7]);
  });

  it('put the embargo behind the purge', () => {
    expect(purgedFolds(points(12), { ...PLAIN, purge: 1, embargo: 1 }).splits[1]!.train).toEqual([6]);
  });

  it('of 5 folds with 2 tested are 10 splits and 4 paths', () => {
    const { splits, paths } = purgedFolds(points(20), { ...PLAIN, folds: 5 });
    expect([splits.length, paths.length]).toEqual([10, 4]);
  });

  const anySpans = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 15 })), {
      minLength: 6,
      maxLength: 60,
    })
    .map((steps) => {
      let first = 0;
      return steps.map(([step, length]) => {
        first += step;
        return { first, last: first + length };
      });
    });

  it('never train on a label whose span meets a tested one, whatever their lengths, even without an embargo', () => {
    fc.assert(
      fc.property(
        anySpans,
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(4),
        fc.nat(4),
        (spans, folds, tested, purge, embargo) => {
          const testFolds = Math.min(tested, folds - 1);
          const { splits } = purgedFolds(spans, { folds, testFolds, purge, embargo });
          for (const { train, test } of splits) {
            for (const fold of test) {
              const lastKnown = Math.max(...fold.map((place) => spans[place]!.last));
              for (const one of train) {
                const { first, last } = spans[one]!;
                for (const place of fold) {
                  const span = spans[place]!;
                  expect(last < span.first - purge || first > span.last + purge).toBe(true);
                }
                expect(
                  first <= lastKnown || first > lastKnown + purge + embargo || last < spans[fold[0]!]!.first,
                ).toBe(!(first > lastKnown && first <= lastKnown + purge + embargo));
              }
            }
          }
        },
      ),
      { seed: 11_030, numRuns: 150 },
    );
  });

  it('test every observation once in every path, and as often as there are paths', () => {
    fc.assert(
      fc.property(
        anySpans,
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (spans, folds, tested) => {
          const testFolds = Math.min(tested, folds - 1);
          const { splits, paths } = purgedFolds(spans, { folds, testFolds, purge: 0, embargo: 0 });
          for (const path of paths) {
            const seen = path.flatMap((split, fold) => {
              const { testFolds: chosen, test } = splits[split]!;
              return test[chosen.indexOf(fold)]!;
            });
            expect(seen).toEqual(Array.from(spans.keys()));
          }
          for (let fold = 0; fold < folds; fold++) {
            expect(new Set(paths.map((path) => path[fold])).size).toBe(paths.length);
          }
        },
      ),
      { seed: 11_031, numRuns: 100 },
    );
  });

  it.each([
    [{ ...PLAIN, folds: 1 }, 'folds'],
    [{ ...PLAIN, folds: 13 }, 'folds'],
    [{ ...PLAIN, testFolds: 3 }, 'testFolds'],
    [{ ...PLAIN, purge: -1 }, 'purge'],
  ])('refuse %j', (settings, name) => {
    expect(() => purgedFolds(points(12), settings)).toThrow(
      new RegExp(`^E_PARAMETER_INVALID purgedFolds: ${name}`),
    );
  });

  it('refuse spans out of order, or that end before they begin', () => {
    const spans = points(12);
    expect(() => purgedFolds([...spans.slice(1), spans[0]!], PLAIN)).toThrow(
      /in the order of their beginnings/,
    );
    expect(() => purgedFolds(spans.with(3, { first: 3, last: 2 }), PLAIN)).toThrow(/in the order of their/);
  });
});
