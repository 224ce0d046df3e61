import { describe, expect, it } from 'vitest';
import { RegimeMemory } from '../../src/strategy/regime-memory.ts';
import type { CollectedTask } from '../../src/strategy/sample-memory.ts';

/** A task of one row, known at a time, with one meta-feature. */
function taskOf(labelsKnownAt: number, feature = 0, rows = 1): CollectedTask {
  return {
    rows,
    featureCount: 1,
    features: Float64Array.of(1),
    labels: Float64Array.of(1),
    units: Float64Array.of(1),
    slices: Int32Array.of(0),
    symbols: Int32Array.of(0),
    rowsMasked: 0,
    from: 0,
    to: 0,
    labelsKnownAt,
    context: {
      metaFeatures: Float64Array.of(feature),
      symbols: Int32Array.of(0),
      correlations: Float64Array.of(1),
    },
  };
}

const times = (tasks: readonly CollectedTask[]): number[] => tasks.map(({ labelsKnownAt }) => labelsKnownAt);

describe('a regime memory', () => {
  it('keeps no more than its capacity, and forgets the oldest', () => {
    const memory = new RegimeMemory({ capacity: 2, eviction: 'oldest' });
    for (const time of [1, 2, 3]) memory.remember(taskOf(time));
    expect(times(memory.tasks)).toEqual([2, 3]);
  });

  it('forgets the older one of the two tasks that are most alike, where that is asked for', () => {
    const memory = new RegimeMemory({ capacity: 3, eviction: 'most-alike' });
    for (const [time, feature] of [
      [1, 0],
      [2, 10],
      [3, 10.5],
      [4, 30],
    ] as const)
      memory.remember(taskOf(time, feature));
    expect(times(memory.tasks)).toEqual([1, 3, 4]);
  });

  it('recalls only what was known before a time', () => {
    const memory = new RegimeMemory({ capacity: 5, eviction: 'oldest' }, [taskOf(1), taskOf(2), taskOf(3)]);
    expect(times(memory.recall(3))).toEqual([1, 2]);
    expect(memory.recall(1)).toEqual([]);
  });

  it('leaves out a task without rows, and refuses one that was known before the last', () => {
    const memory = new RegimeMemory({ capacity: 5, eviction: 'oldest' }, [taskOf(5)]);
    memory.remember(taskOf(6, 0, 0));
    expect(times(memory.tasks)).toEqual([5]);
    expect(() => memory.remember(taskOf(4))).toThrow(/^E_INVARIANT regime memory/);
  });

  it('is not changed by what is remembered after it was copied', () => {
    const memory = new RegimeMemory({ capacity: 5, eviction: 'oldest' }, [taskOf(1)]);
    const before = memory.tasks;
    new RegimeMemory({ capacity: 5, eviction: 'oldest' }, before).remember(taskOf(2));
    memory.remember(taskOf(3));
    expect(times(before)).toEqual([1]);
    expect(times(memory.tasks)).toEqual([1, 3]);
  });
});
