import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossValidationPlan } from '../../src/run/cross-validation.ts';
import { segmentsWithin } from '../../src/run/task-ranges.ts';
import { walkForwardFolds } from '../../src/run/walk-forward.ts';

const STEP = 10;
const timesOf = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i * STEP);

describe('the folds of a walk-forward', () => {
  const anyCase = fc.record({
    before: fc.integer({ min: 60, max: 200 }),
    tested: fc.integer({ min: 10, max: 300 }),
    folds: fc.integer({ min: 2, max: 9 }),
    embargo: fc.option(fc.nat(40)),
    window: fc.constantFrom('expanding' as const, 'rolling' as const),
    labelHorizonBars: fc.integer({ min: 1, max: 40 }),
  });

  it('train on nothing that is tested later, an embargo before it, and on a window of the same length where it rolls', () => {
    fc.assert(
      fc.property(anyCase, ({ before, tested, folds, embargo, window, labelHorizonBars }) => {
        const trained = timesOf(before + tested);
        const ground = { trained, tested: trained.slice(before), labelHorizonBars };
        const made = walkForwardFolds({ folds, window, embargo }, ground);
        expect(made).toHaveLength(folds);
        made.forEach(({ inUseFrom, period }, fold) => {
          const border = before + Math.floor((fold * tested) / folds);
          expect(inUseFrom).toBe(fold === 0 ? null : border * STEP);
          expect(period.to).toBe((border - 1 - (embargo ?? labelHorizonBars)) * STEP);
          const { ranges } = period;
          if (window === 'expanding') expect(ranges).toBeUndefined();
          else expect((ranges![0]!.to - ranges![0]!.from) / STEP + 1).toBe(made[0]!.period.to! / STEP + 1);
        });
      }),
    );
  });

  it('are refused where the embargo leaves nothing', () => {
    const trained = timesOf(50);
    const ground = { trained, tested: trained.slice(20), labelHorizonBars: 5 };
    expect(() => walkForwardFolds({ folds: 2, window: 'rolling', embargo: 20 }, ground)).toThrow(
      /E_PARAMETER_INVALID/,
    );
  });
});

describe('the plan of a cross-validation', () => {
  const anyCase = fc
    .record({
      before: fc.integer({ min: 0, max: 80 }),
      tested: fc.integer({ min: 30, max: 120 }),
      folds: fc.integer({ min: 2, max: 6 }),
      labelHorizonBars: fc.integer({ min: 1, max: 15 }),
      embargo: fc.nat(20),
    })
    .chain((made) =>
      fc.record({ testFolds: fc.integer({ min: 1, max: made.folds - 1 }) }).map((k) => ({ ...made, ...k })),
    );

  it('trains each split at exactly the slices whose labels meet no tested fold nor its labels, outside of its embargo', () => {
    fc.assert(
      fc.property(anyCase, ({ before, tested, folds, testFolds, labelHorizonBars: horizon, embargo }) => {
        const trained = timesOf(before + tested);
        const ground = { trained, labelHorizonBars: horizon };
        const plan = crossValidationPlan({ folds, testFolds, embargo }, ground, before * STEP);
        const begins = plan.borders.map((border) => border / STEP);
        const ends = [...begins.slice(1), before + tested];
        const testedBy = plan.splits.map((_, split) =>
          begins.flatMap((__, fold) => (plan.paths.some((path) => path[fold] === split) ? [fold] : [])),
        );
        plan.splits.forEach(({ ranges }, split) => {
          const zones = testedBy[split]!.map((fold) => [begins[fold]!, ends[fold]! - 1] as const);
          expect(zones).toHaveLength(testFolds);
          const allowed = Array.from({ length: before + tested }, (_, slice) =>
            zones.every(([first, last]) => slice + horizon < first || slice > last + horizon + embargo),
          );
          const isIn = Array.from({ length: before + tested }, (_, slice) =>
            ranges!.some(({ from, to }) => slice * STEP >= from && slice * STEP <= to),
          );
          expect(isIn).toEqual(allowed);
        });
      }),
    );
  });

  it('has the published numbers of splits and paths: 10 and 4 of five folds by two', () => {
    const ground = { trained: timesOf(100), labelHorizonBars: 2 };
    const plan = crossValidationPlan({ folds: 5, testFolds: 2, embargo: 0 }, ground, 0);
    expect([plan.splits.length, plan.paths.length]).toEqual([10, 4]);
    for (const path of plan.paths) expect(path).toHaveLength(5);
  });
});

describe('segments within ranges', () => {
  it('hold the slices that both hold, in time order, and none over a gap', () => {
    const range = fc.tuple(fc.nat(9), fc.nat(9));
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 }),
        (gaps, lengths) => {
          const times = timesOf(60);
          let at = 0;
          const ranges = gaps.map(([gap, length]) => {
            const from = at + gap + 1;
            at = from + length + 1;
            return { from: from * STEP, to: (from + length) * STEP };
          });
          let first = 0;
          const segments = lengths.map((length) => {
            first += length;
            return { first: first - length, end: first };
          });
          const slicesOf = (list: readonly { readonly first: number; readonly end: number }[]): number[] =>
            list.flatMap(({ first: begin, end }) => Array.from({ length: end - begin }, (_, i) => begin + i));
          const clipped = segmentsWithin(segments, ranges, times);
          const wanted = slicesOf(segments).filter((slice) =>
            ranges.some(({ from, to }) => slice * STEP >= from && slice * STEP <= to),
          );
          expect(slicesOf(clipped)).toEqual(wanted);
          for (const { first: begin, end } of clipped) {
            expect(segments.some((one) => one.first <= begin && end <= one.end)).toBe(true);
            expect(ranges.some(({ from, to }) => from <= begin * STEP && (end - 1) * STEP <= to)).toBe(true);
          }
        },
      ),
    );
  });
});
