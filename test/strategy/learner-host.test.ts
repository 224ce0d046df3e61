import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assembly } from '../support/assembly.ts';
import { learnOver, trends } from '../support/learn-over.ts';
import { learnerSlot, MeanLearner, signDetector } from '../support/learning-parts.ts';
import { ofKind } from '../support/memory-journal.ts';
import { hashOfSamples, naiveSamples } from '../support/naive-samples.ts';
import { anyMarket } from '../support/random-market.ts';
import { type SliceRow, timeOfRow } from '../support/slices.ts';

const HORIZON = 3;

/** What happened to the learner, as short facts with the number of the row. */
function factsOf({ journal }: Assembly): unknown[][] {
  return journal.events.map((event) => {
    const row = Math.round((event.time - timeOfRow(0)) / 86_400_000);
    if (event.kind === 'regime-changed') return [row, 'changed', event.regimeTo];
    if (event.kind === 'adapted') return [row, 'adapted', event.regimeSequence, event.support.rows];
    if (event.kind === 'adaptation-skipped') return [row, event.reason, event.regimeSequence, event.rows];
    return [row, event.kind];
  });
}

describe('a confirmed change', () => {
  test('is an event with its estimated beginning, its lag and its number', () => {
    const { journal } = learnOver(trends(20, 20, 20));
    expect(ofKind(journal.events, 'regime-changed')).toMatchObject([
      {
        time: timeOfRow(22),
        regimeFrom: 0,
        regimeTo: 1,
        changedAt: timeOfRow(21),
        lagBars: 1,
        probability: 1,
        detector: 'sign 2',
      },
      { time: timeOfRow(42), regimeFrom: 1, regimeTo: 2, changedAt: timeOfRow(41) },
    ]);
  });

  test('is what the strategy sees at that slice, and as the present regime after it', () => {
    const seen: unknown[] = [];
    learnOver(trends(5, 5), {}, ({ regime }) => {
      seen.push([regime.number, regime.changed, regime.changedAt, regime.changeProbability]);
    });
    expect(seen.slice(5, 9)).toEqual([
      [0, false, null, 0],
      [0, false, null, 0.5],
      [1, true, timeOfRow(6), 1],
      [1, false, timeOfRow(6), 0],
    ]);
  });

  test('in the warm-up is neither journalled nor learned from', () => {
    const { journal } = learnOver(trends(20, 20), { testFromRow: 25 });
    expect(journal.events).toEqual([]);
  });
});

describe('at each change, the learner adapts', () => {
  test('as soon as each number of decision slices since the change has known labels', () => {
    // The fall begins at slice 21. Its first four labels are known at 21 + 3 + 3, its first eight at 21 + 7 + 3.
    const run = learnOver(trends(20, 20));
    expect(factsOf(run)).toEqual([
      [22, 'changed', 1],
      [27, 'adapted', 1, 4],
      [31, 'adapted', 1, 8],
    ]);
    expect(run.host.adaptations).toEqual([
      { time: timeOfRow(27), supportBars: 4 },
      { time: timeOfRow(31), supportBars: 8 },
    ]);
  });

  test('on the rows that the formula gives, which the event describes in full', () => {
    const rows = trends(20, 20);
    const [first, second] = ofKind(learnOver(rows).journal.events, 'adapted');
    const samples = naiveSamples(rows, 21, 24, { horizon: HORIZON, symbols: [0] });
    const mean = samples.reduce((sum, { label }) => sum + label, 0) / 4;
    const lossAt = (expected: number) =>
      samples.reduce((sum, { label }) => sum + (label - expected) ** 2, 0) / samples.length;
    const { parametersAfter, ...told } = first!;
    expect(told).toMatchObject({
      trigger: 'regime-change',
      learner: 'mean',
      support: {
        from: timeOfRow(21),
        to: timeOfRow(24),
        labelsKnownAt: timeOfRow(27),
        rows: 4,
        hash: hashOfSamples(samples),
      },
      steps: 1,
      lossBefore: expect.closeTo(lossAt(0), 12),
      lossAfter: expect.closeTo(lossAt(mean / 2), 12),
      gradientNorm: expect.closeTo(Math.abs(2 * mean), 12),
      parametersBefore: new MeanLearner(1).initial().parametersHash,
      wallMs: 5,
    });
    // The second adaptation replaces the first one, and begins at the initialisation as that one did.
    expect(second!.parametersBefore).toBe(parametersAfter);
    const eight = naiveSamples(rows, 21, 28, { horizon: HORIZON, symbols: [0] });
    expect(second!.support.hash).toBe(hashOfSamples(eight));
    expect(second!.lossBefore).toBeCloseTo(eight.reduce((sum, { label }) => sum + label ** 2, 0) / 8, 12);
  });

  test('once and on the largest support, where the change was confirmed so late that all is known', () => {
    const slot = learnerSlot({ detector: signDetector(12) });
    const run = learnOver(trends(20, 20), { slot });
    expect(factsOf(run)).toEqual([
      [32, 'changed', 1],
      [32, 'adapted', 1, 8],
    ]);
  });

  test('and the strategy sees the new prediction at that very slice', () => {
    const seen: (number | null)[] = [];
    learnOver(trends(20, 20), {}, ({ prediction }) => void seen.push(prediction('A')));
    expect(seen[0]).toBeNull();
    expect(new Set(seen.slice(1, 27))).toEqual(new Set([0]));
    expect(seen[27]).toBeLessThan(0);
    expect(seen[30]).toBe(seen[27]);
    expect(seen[31]).not.toBe(seen[30]);
  });

  test('and leaves the initialisation of the learner as it was', () => {
    const learner = new MeanLearner(1);
    const before = learner.initial().parametersHash;
    learnOver(trends(20, 20), { learner });
    expect(learner.initial().parametersHash).toBe(before);
  });
});

describe('an adaptation that was due is skipped', () => {
  test('as superseded where the next change is confirmed first', () => {
    // The fall from slice 21 on lasts for eight days, so the second stage at 31 comes too late.
    expect(factsOf(learnOver(trends(20, 8, 20)))).toEqual([
      [22, 'changed', 1],
      [27, 'adapted', 1, 4],
      [30, 'changed', 2],
      [30, 'superseded', 1, 0],
      [35, 'adapted', 3, 4],
      [39, 'adapted', 3, 8],
    ]);
  });

  test('as end-of-data where the data end first', () => {
    expect(factsOf(learnOver(trends(20, 8)))).toEqual([
      [22, 'changed', 1],
      [27, 'adapted', 1, 4],
      [28, 'end-of-data', 1, 0],
    ]);
  });

  test('as support-too-small where too few rows can be used, and the next stage is tried all the same', () => {
    const slot = learnerSlot({ supportRowsMin: 6 });
    expect(factsOf(learnOver(trends(20, 20), { slot }))).toEqual([
      [22, 'changed', 1],
      [27, 'support-too-small', 1, 4],
      [31, 'adapted', 1, 8],
    ]);
  });

  test('as diverged where the learner says so, and predictions stay as they were', () => {
    const seen: (number | null)[] = [];
    const learner = new MeanLearner(1, 1e-6, 0.25);
    const run = learnOver(trends(20, 20), { learner }, ({ prediction }) => void seen.push(prediction('A')));
    expect(factsOf(run)).toEqual([
      [22, 'changed', 1],
      [27, 'diverged', 1, 4],
      [31, 'diverged', 1, 8],
    ]);
    expect(new Set(seen.slice(1))).toEqual(new Set([0.25]));
    expect(run.host.adaptations).toEqual([]);
  });
});

describe('on a schedule, the learner adapts', () => {
  test('at the times that are named and on the last labels known there, whatever the regime does', () => {
    const rows = trends(20, 20);
    const schedule = [
      { time: timeOfRow(15), supportBars: 4 },
      { time: timeOfRow(30), supportBars: 8 },
    ];
    const run = learnOver(rows, { policy: { kind: 'at-times', schedule } });
    expect(factsOf(run)).toEqual([
      [15, 'adapted', null, 4],
      [22, 'changed', 1],
      [30, 'adapted', null, 8],
    ]);
    const [first] = ofKind(run.journal.events, 'adapted');
    expect(first).toMatchObject({
      trigger: 'schedule',
      support: { from: timeOfRow(9), to: timeOfRow(12), labelsKnownAt: timeOfRow(15) },
    });
  });

  test('not where the data do not reach back so far', () => {
    const schedule = [{ time: timeOfRow(5), supportBars: 8 }];
    const run = learnOver(trends(20), { policy: { kind: 'at-times', schedule } });
    expect(factsOf(run)).toEqual([[5, 'support-too-small', null, 0]]);
  });

  test('exactly as at each change, where the schedule is what the changes led to', () => {
    const rows = trends(20, 20, 9, 20);
    const changed = learnOver(rows);
    const schedule = changed.host.adaptations;
    const scheduled = learnOver(rows, { policy: { kind: 'at-times', schedule } });
    const hashes = ({ journal }: Assembly) =>
      ofKind(journal.events, 'adapted').map(({ time, support, parametersAfter }) => [
        time,
        support,
        parametersAfter,
      ]);
    expect(hashes(scheduled)).toEqual(hashes(changed));
    expect(hashes(scheduled).length).toBeGreaterThan(3);
  });
});

test('a learner that never adapts still tells the regimes, and predicts by its initialisation', () => {
  const seen: (number | null)[] = [];
  const learner = new MeanLearner(1, 1, 0.5);
  const run = learnOver(trends(20, 20), { policy: { kind: 'never' }, learner }, ({ prediction }) => {
    seen.push(prediction('A'));
  });
  expect(factsOf(run)).toEqual([[22, 'changed', 1]]);
  expect(new Set(seen.slice(1))).toEqual(new Set([0.5]));
});

describe('over random markets', () => {
  const PROPERTY = { seed: 11_003, numRuns: 30 } as const;
  const market = anyMarket(3, 60);
  const slot = learnerSlot({ supportBars: [2, 5], supportRowsMin: 3 });

  test('every support set lies within its regime and had all its labels known at the adaptation', () => {
    let adaptations = 0;
    fc.assert(
      fc.property(market, (rows) => {
        const { journal } = learnOver(rows, { slot });
        const changes = new Map(ofKind(journal.events, 'regime-changed').map((one) => [one.sequence, one]));
        for (const { time, support, regimeSequence } of ofKind(journal.events, 'adapted')) {
          const change = changes.get(regimeSequence!)!;
          const [first, last] = [support.from, support.to].map((at) => (at - timeOfRow(0)) / 86_400_000);
          expect(change.time).toBeLessThanOrEqual(time);
          expect(support.from).toBeGreaterThanOrEqual(change.changedAt);
          expect(support.labelsKnownAt).toBe(timeOfRow(last! + HORIZON));
          expect(support.labelsKnownAt).toBeLessThanOrEqual(time);
          const symbols = [0, 1, 2];
          const samples = naiveSamples(rows, first!, last!, { horizon: HORIZON, symbols });
          expect([support.rows, support.hash]).toEqual([samples.length, hashOfSamples(samples)]);
          adaptations++;
        }
      }),
      PROPERTY,
    );
    expect(adaptations).toBeGreaterThan(100);
  });

  test('each stage that a change makes due is adapted to, skipped, or passed over by a larger one', () => {
    fc.assert(
      fc.property(market, (rows) => {
        const { events } = learnOver(rows, { slot }).journal;
        for (const change of ofKind(events, 'regime-changed')) {
          const outcomes = events.filter(
            (event) =>
              (event.kind === 'adapted' || event.kind === 'adaptation-skipped') &&
              event.regimeSequence === change.sequence,
          );
          expect(outcomes.length).toBeGreaterThanOrEqual(1);
          expect(outcomes.length).toBeLessThanOrEqual(2);
        }
      }),
      PROPERTY,
    );
  });

  test('what the learner did and predicted up to a time does not depend on later bars', () => {
    const other = anyMarket(3, 60);
    fc.assert(
      fc.property(market, other, fc.integer({ min: 5, max: 55 }), (rows, poison, end) => {
        const watch = (all: readonly SliceRow[]) => {
          const seen: unknown[] = [];
          const { journal } = learnOver(
            all,
            { slot },
            ({ time, prediction, volatility, regime, symbols }) => {
              for (const symbol of symbols) seen.push([time, prediction(symbol), volatility(symbol), regime]);
            },
          );
          const past = journal.events.filter(({ time }) => time < timeOfRow(end));
          return { past, seen: seen.filter((one) => (one as [number])[0] < timeOfRow(end)) };
        };
        expect(watch([...rows.slice(0, end), ...poison.slice(end)])).toEqual(watch(rows));
      }),
      PROPERTY,
    );
  });
});
