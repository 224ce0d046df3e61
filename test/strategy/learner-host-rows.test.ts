import { describe, expect, test } from 'vitest';
import type { SampleSet } from '../../src/strategy/learn/meta-learner.ts';
import type { LearnerSlot } from '../../src/strategy/learner-slot.ts';
import type { CollectedTask } from '../../src/strategy/sample-memory.ts';
import type { Assembly } from '../support/assembly.ts';
import { learnOver, trends } from '../support/learn-over.ts';
import { learnerSlot, MeanLearner } from '../support/learning-parts.ts';
import { ofKind } from '../support/memory-journal.ts';

describe('features that say nothing', () => {
  /** The one feature is what the function makes of the number of the slice. */
  const featuresOf = (value: (slice: number) => number): LearnerSlot => {
    const { features } = learnerSlot();
    const create: typeof features.create = (symbolCount) => {
      const inner = features.create(symbolCount);
      let slice = -1;
      return {
        names: inner.names,
        lookback: inner.lookback,
        observationNames: inner.observationNames,
        update(bars) {
          slice++;
          inner.update(bars);
        },
        ready: (symbol) => inner.ready(symbol),
        write(_, out, offset) {
          out[offset] = value(slice);
        },
        volatility: (symbol) => inner.volatility(symbol),
        observe: (out) => inner.observe(out),
      };
    };
    return learnerSlot({ features: { settings: {}, create } });
  };

  const reasonsOf = ({ journal }: Assembly): Set<string> =>
    new Set(ofKind(journal.events, 'adaptation-skipped').map(({ reason }) => reason));

  test('because they are constant skip the adaptation, and the parameters stay', () => {
    const learner = new MeanLearner(1);
    const before = learner.initial().parametersHash;
    const run = learnOver(trends(20, 20, 20), { slot: featuresOf(() => 3), learner });
    expect(ofKind(run.journal.events, 'adapted')).toEqual([]);
    expect(reasonsOf(run)).toEqual(new Set(['features-constant']));
    expect(learner.initial().parametersHash).toBe(before);
  });

  test('because they are no numbers are masked row by row, or skip the adaptation', () => {
    const none = learnOver(trends(20, 20, 20), { slot: featuresOf(() => Number.NaN) });
    expect(reasonsOf(none)).toEqual(new Set(['features-not-finite']));
    const some = learnOver(trends(20, 20, 20), {
      slot: featuresOf((slice) => (slice % 4 === 0 ? Number.NaN : slice)),
    });
    const rows = ofKind(some.journal.events, 'adapted').map(({ support }) => support.rows);
    expect(rows.length).toBeGreaterThan(0);
    expect(Math.max(...rows)).toBe(6);
  });
});

/** Keeps the past regimes that each adaptation was given. */
class RecallingLearner extends MeanLearner {
  readonly usesPast = true;
  readonly seen: (readonly CollectedTask[])[] = [];
  override adapt(support: SampleSet, past: readonly SampleSet[] = []) {
    this.seen.push(past as readonly CollectedTask[]);
    return super.adapt(support);
  }
}

describe('past regimes', () => {
  test('are given to a learner that uses them, with labels that were all known before the change', () => {
    const learner = new RecallingLearner(1);
    const { journal } = learnOver(trends(20, 20, 20), { learner });
    const changes = ofKind(journal.events, 'regime-changed');
    expect(learner.seen.map((past) => past.length)).toEqual([1, 1, 2, 2]);
    for (const past of learner.seen) {
      past.forEach((task, place) => {
        expect(task.labelsKnownAt).toBeLessThan(changes[place]!.changedAt);
        expect(task.rows).toBeLessThanOrEqual(8);
      });
    }
  });

  test('that ended before the last one that the training remembered are left to it', () => {
    const learner = new RecallingLearner(1);
    learnOver(trends(20, 20, 20), { learner });
    const [first, second] = learner.seen.at(-1)!;
    const between = (first!.labelsKnownAt + second!.labelsKnownAt) / 2;
    const again = new RecallingLearner(1);
    const trained = { ...first!, labelsKnownAt: between };
    learnOver(trends(20, 20, 20), { learner: again, past: [trained] });
    expect(again.seen.at(-1)!.map(({ labelsKnownAt }) => labelsKnownAt)).toEqual([
      between,
      second!.labelsKnownAt,
    ]);
  });

  test('are not collected for a learner that does not', () => {
    const seen: number[] = [];
    class Forgetful extends MeanLearner {
      override adapt(support: SampleSet, past: readonly SampleSet[] = []) {
        seen.push(past.length);
        return super.adapt(support);
      }
    }
    learnOver(trends(20, 20, 20), { learner: new Forgetful(1) });
    expect(seen).toEqual([0, 0, 0, 0]);
  });
});
