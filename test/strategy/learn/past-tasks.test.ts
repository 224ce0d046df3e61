import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { matching } from '../../../src/strategy/learn/matching.ts';
import type { Episode, MetaLearner, SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { nearestTasks, taskDistances } from '../../../src/strategy/learn/task-distances.ts';
import { type linearTasks, meanSquaredError, noiseRows } from './task-families.ts';

const SMALL = {
  hidden: [6],
  metaSteps: 150,
  tasksPerStep: 4,
  supportCapacity: 8,
  queryCapacity: 10,
} as const;

/** Two kinds of tasks with opposite slopes; the support is two rows, and four past tasks are of both kinds. */
function twoKinds(): (random: Parameters<ReturnType<typeof linearTasks>>[0]) => Episode {
  const taskOf = (
    rows: number,
    slope: number,
    random: Parameters<ReturnType<typeof linearTasks>>[0],
  ): SampleSet => {
    const features = Float64Array.from({ length: rows }, () => random.normal());
    const context = {
      metaFeatures: Float64Array.of(slope, 0),
      symbols: Int32Array.of(0),
      correlations: Float64Array.of(1),
    };
    return { rows, featureCount: 1, features, labels: features.map((x) => slope * x), context };
  };
  return (random) => {
    const slope = random.integer(2) === 0 ? 1 : -1;
    const past = [1, -1, 1, -1].map((one) => taskOf(12, one, random));
    return { support: taskOf(2, slope, random), query: taskOf(10, slope, random), past };
  };
}

function errorWith(learner: MetaLearner, past: boolean): number {
  let sum = 0;
  for (let seed = 0; seed < 40; seed++) {
    const episode = twoKinds()(randomFrom(seed));
    const { predictor } = learner.adapt(episode.support, past ? episode.past : []);
    sum += meanSquaredError((row) => predictor.predict(row), episode.query);
  }
  return sum / 40;
}

describe('past tasks', () => {
  it('are found by their description, scaled so that no unit counts more', () => {
    const taskOf = (a: number, b: number): SampleSet => ({
      ...noiseRows(1, 3, 1),
      context: {
        metaFeatures: Float64Array.of(a, b),
        symbols: Int32Array.of(0),
        correlations: Float64Array.of(1),
      },
    });
    const past = [taskOf(0, 1000), taskOf(1, 0), taskOf(0.1, 10)];
    expect(nearestTasks(taskOf(0, 0), past, 1)).toEqual([past[2]]);
    expect(nearestTasks(taskOf(0, 0), past, 9)).toBe(past);
    expect(taskDistances(past[0]!, [past[0]!])).toEqual([0]);
  });

  it('make a matching network right where two rows of its own are too few', () => {
    const learner = matching({ ...SMALL, pastTasks: 2 }).create(1, randomFrom(1));
    expect(learner.usesPast).toBe(true);
    for (const _ of learner.train(twoKinds(), randomFrom(2)));
    expect(errorWith(learner, true)).toBeLessThan(0.4 * errorWith(learner, false));
  });

  it('change nothing for a learner without them', () => {
    const learner = matching({ ...SMALL, pastTasks: 0 }).create(1, randomFrom(1));
    const { support, past } = twoKinds()(randomFrom(5));
    expect(learner.usesPast).toBe(false);
    expect(learner.adapt(support, past!).predictor.parametersHash).toBe(
      learner.adapt(support).predictor.parametersHash,
    );
  });

  it('are checked, and named by their place', () => {
    const learner = matching(SMALL).create(3, randomFrom(1));
    const bad = [noiseRows(1, 4, 3), noiseRows(1, 4, 2)];
    expect(() => learner.adapt(noiseRows(2, 4, 3), bad)).toThrow(/^E_LEARNER_SHAPE past task 1: /);
  });
});
