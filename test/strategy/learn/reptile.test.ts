import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { maml } from '../../../src/strategy/learn/maml.ts';
import type { Checkpoint, Episode, EpisodeSource } from '../../../src/strategy/learn/meta-learner.ts';
import { reptile } from '../../../src/strategy/learn/reptile.ts';
import type { ReptileSettings } from '../../../src/strategy/learn/reptile-settings.ts';
import { linearTasks, noiseRows } from './task-families.ts';

const SMALL: ReptileSettings = {
  hidden: [5],
  metaSteps: 4,
  tasksPerStep: 1,
  innerSteps: 3,
  adaptationSteps: 3,
  supportCapacity: 12,
  queryCapacity: 12,
  innerRate: 0.1,
};

/** The trained parameters after the first `steps` meta-steps on an episode. */
function parametersAfter(settings: ReptileSettings, steps: number, source: EpisodeSource): Float64Array {
  const learner = reptile({ ...SMALL, ...settings }).create(3, randomFrom(1));
  let taken = 0;
  if (steps === 0) return learner.checkpoint().parameters;
  for (const _ of learner.train(source, randomFrom(2))) if (++taken === steps) break;
  return learner.checkpoint().parameters;
}

const episode: Episode = { support: noiseRows(1, 12, 3), query: noiseRows(2, 12, 3) };
const only: EpisodeSource = () => episode;

/** What k gradient steps make of parameters, by the adaptation of MAML, whose gradients have tests of their own. */
function descended(parameters: Float64Array, steps: number, support = episode.support): string {
  const { innerRate, hidden } = SMALL;
  const learner = maml({
    hidden: hidden!,
    innerRate: innerRate!,
    innerSteps: steps,
    supportCapacity: 12,
  }).restore({
    learner: 'maml 3-5-1',
    settings: { activation: 'tanh' },
    featureCount: 3,
    parameters,
  });
  return learner.adapt(support).predictor.parametersHash;
}

function checkpointOf(parameters: Float64Array): Checkpoint {
  return { learner: 'reptile 3-5-1', settings: { activation: 'tanh' }, featureCount: 3, parameters };
}

describe('Reptile', () => {
  it('refuses one inner step by name and reason', () => {
    expect(() => reptile({ innerSteps: 1 })).toThrow(
      /^E_PARAMETER_INVALID reptile\.innerSteps: .* one step over tasks is joint training; found 1/,
    );
  });

  it('with ε = 1 moves to where the inner steps end', () => {
    const before = parametersAfter({}, 0, only);
    const moved = parametersAfter({ outerRate: 1 }, 1, only);
    const whole = { ...SMALL, outerRate: 1 };
    const { predictor } = reptile(whole).create(3, randomFrom(1)).adapt(episode.support);
    expect(predictor.parametersHash).toBe(descended(before, 3));
    // θ − (θ − φ) rounds, so φ is met to a few units in the last place.
    const row = Float64Array.of(0.4, -1, 0.2);
    const restored = reptile(whole).restore(checkpointOf(moved)).initial();
    expect(restored.predict(row)).toBeCloseTo(predictor.predict(row), 14);
  });

  it('lets ε fall in a straight line, from the whole rate in the first step to 0 after the last', () => {
    for (const step of [1, 2, 3, 4]) {
      const start = parametersAfter({ outerRate: 0.4 }, step - 1, only);
      const end = parametersAfter({ outerRate: 0.4 }, step, only);
      const fresh = reptile({ ...SMALL, outerRate: 1 }).restore(checkpointOf(start));
      for (const _ of fresh.train(only, randomFrom(2))) break;
      const whole = fresh.checkpoint().parameters;
      end.forEach((value, i) => {
        const expected = 0.4 * (1 - (step - 1) / 4) * (whole[i]! - start[i]!);
        expect(value - start[i]!).toBeCloseTo(expected, 13);
      });
    }
  });

  it('takes the mean over tasks', () => {
    const episodes = [0, 1].map((seed) => linearTasks(3, 12)(randomFrom(seed)));
    let drawn = 0;
    const both = parametersAfter({ tasksPerStep: 2 }, 1, () => episodes[drawn++]!);
    const start = parametersAfter({}, 0, only);
    const alone = episodes.map((task) => parametersAfter({}, 1, () => task));
    both.forEach((value, i) => {
      const mean = (alone[0]![i]! + alone[1]![i]!) / 2;
      expect(value - start[i]!).toBeCloseTo(mean - start[i]!, 14);
    });
  });

  it('does not read query rows in training, except to report their loss', () => {
    const other: EpisodeSource = () => ({ ...episode, query: noiseRows(77, 9, 3) });
    expect(parametersAfter({}, 3, other)).toEqual(parametersAfter({}, 3, only));
  });

  it('on parts as large as the support does what it does on all rows, but for their order', () => {
    const parts = parametersAfter({ batchRows: 12 }, 2, only);
    parametersAfter({}, 2, only).forEach((value, i) => {
      expect(value).toBeCloseTo(parts[i]!, 13);
    });
    expect(parametersAfter({ batchRows: 4 }, 2, only)).not.toEqual(parts);
  });
});
