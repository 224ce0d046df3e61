import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { maml } from '../../../src/strategy/learn/maml.ts';
import type {
  Episode,
  EpisodeSource,
  MetaLearner,
  SampleSet,
} from '../../../src/strategy/learn/meta-learner.ts';
import { linearTasks } from './task-families.ts';

const SETTINGS = {
  hidden: [6],
  metaSteps: 12,
  tasksPerStep: 2,
  supportCapacity: 10,
  queryCapacity: 10,
} as const;

/** The same tasks in other units; the last feature never varies. */
function inUnits(scale: number, shift: number): EpisodeSource {
  const stretch = (set: SampleSet): SampleSet => ({
    ...set,
    features: set.features.map((value, i) => (i % 3 === 2 ? shift : scale * value + shift)),
  });
  return (random): Episode => {
    const { support, query } = linearTasks(3, 10)(random);
    return { support: stretch(support), query: stretch(query) };
  };
}

function trained(source: EpisodeSource): MetaLearner {
  const learner = maml({ ...SETTINGS, scaling: 'standard' }).create(3, randomFrom(1));
  for (const _ of learner.train(source, randomFrom(2)));
  return learner;
}

describe('standard scaling', () => {
  it('makes a learner independent of the units of its features', () => {
    const plain = trained(inUnits(1, 0));
    const other = trained(inUnits(1024, 512));
    const { support, query } = inUnits(1, 0)(randomFrom(9));
    const far = inUnits(1024, 512)(randomFrom(9));
    const near = plain.adapt(support).predictor.predict(query.features.slice(0, 3));
    expect(other.adapt(far.support).predictor.predict(far.query.features.slice(0, 3))).toBeCloseTo(near, 6);
  });

  it('masks a feature that did not vary: its later values change nothing', () => {
    const learner = trained(inUnits(1, 0));
    const row = Float64Array.of(0.4, -0.2, 0);
    expect(learner.initial().predict(row.with(2, 1e6))).toBe(learner.initial().predict(row));
    expect(learner.checkpoint().scaler?.deviation[2]).toBe(0);
  });

  it('is kept by a checkpoint, and is part of the hash of the parameters', () => {
    const learner = trained(inUnits(8, 3));
    const checkpoint = learner.checkpoint();
    const factory = maml({ ...SETTINGS, scaling: 'standard' });
    const restored = factory.restore(structuredClone(checkpoint));
    expect(restored.initial().parametersHash).toBe(learner.initial().parametersHash);
    const { scaler: _, ...bare } = checkpoint;
    expect(factory.restore(bare).initial().parametersHash).not.toBe(learner.initial().parametersHash);
    const short = { ...checkpoint.scaler!, mean: Float64Array.of(1) };
    expect(() => factory.restore({ ...checkpoint, scaler: short })).toThrow(
      /means of the scaler are 3 finite/,
    );
  });
});
