import { describe, expect, it } from 'vitest';
import { frequencyWaves, gridWaves, phaseWaves } from '../../../bench/sinusoid-tasks.ts';
import { randomFrom } from '../../../src/math/random.ts';
import { anilRidge } from '../../../src/strategy/learn/anil-ridge.ts';
import { maml } from '../../../src/strategy/learn/maml.ts';
import type { Checkpoint, EpisodeSource, LearnerFactory } from '../../../src/strategy/learn/meta-learner.ts';
import { metaSgd } from '../../../src/strategy/learn/meta-sgd.ts';
import { reptile } from '../../../src/strategy/learn/reptile.ts';
import { meanSquaredError } from './task-families.ts';

/** The network of the published tables; larger first weights and a larger outer rate for a training of seconds. */
const NETWORK = { hidden: [40, 40], activation: 'relu' } as const;
const NO_LIMITS = { innerClip: null, labelLimit: null } as const;
const TEST_TASKS = 100;

function trained(factory: LearnerFactory, source: EpisodeSource): Checkpoint {
  const learner = factory.create(1, randomFrom(1).split('weights'));
  for (const _ of learner.train(source, randomFrom(1).split('training')));
  return learner.checkpoint();
}

/** The mean squared error after adaptation over new tasks, the same for every learner. */
function errorOf(factory: LearnerFactory, checkpoint: Checkpoint, source: EpisodeSource): number {
  const learner = factory.restore(checkpoint);
  const random = randomFrom(2).split('test tasks');
  let sum = 0;
  for (let task = 0; task < TEST_TASKS; task++) {
    const { support, query } = source(random);
    const { predictor } = learner.adapt(support);
    sum += meanSquaredError((row) => predictor.predict(row), query);
  }
  return sum / TEST_TASKS;
}

describe('Meta-SGD on sinusoids of varying frequency, trained on 5 shots', () => {
  const settings = {
    ...NETWORK,
    ...NO_LIMITS,
    innerSteps: 1,
    metaSteps: 500,
    tasksPerStep: 4,
    outerRate: 0.003,
    supportCapacity: 5,
    queryCapacity: 10,
  } as const;

  it('has a lower error than MAML at 5, 10 and 20 shots', () => {
    const source = frequencyWaves(5, 10);
    const learned = trained(metaSgd(settings), source);
    const fixed = trained(maml({ ...settings, innerRate: 0.01 }), source);
    for (const supportCapacity of [5, 10, 20]) {
      const test = frequencyWaves(supportCapacity, 100);
      const error = errorOf(metaSgd({ ...settings, supportCapacity }), learned, test);
      expect(error).toBeLessThan(1.8);
      expect(error).toBeLessThan(
        errorOf(maml({ ...settings, supportCapacity, innerRate: 0.01 }), fixed, test),
      );
    }
  });
});

describe('Reptile on sinusoids over a grid', () => {
  const settings = {
    ...NO_LIMITS,
    hidden: [32, 32],
    weightDeviation: 'fan-in',
    metaSteps: 800,
    tasksPerStep: 1,
    innerSteps: 5,
    batchRows: 10,
    innerRate: 0.02,
    outerRate: 0.5,
    supportCapacity: 50,
    queryCapacity: 1,
  } as const;

  it('learns where to start: 32 steps from there beat 32 steps from random weights', () => {
    const test = gridWaves(10);
    const tested = reptile({ ...settings, supportCapacity: 10, adaptationSteps: 32 });
    const error = errorOf(tested, trained(reptile(settings), gridWaves(50)), test);
    const untrained = tested.create(1, randomFrom(1)).checkpoint();
    expect(error).toBeLessThan(0.7 * errorOf(tested, untrained, test));
  });
});

describe('ANIL with a ridge head on sinusoids, 10 shots', () => {
  it('is below 0.6 after 150 meta-steps, where gradient steps need thousands', () => {
    const learner = anilRidge({
      ...NETWORK,
      labelLimit: null,
      metaSteps: 150,
      tasksPerStep: 25,
      outerRate: 0.005,
      supportCapacity: 10,
      queryCapacity: 10,
    });
    const checkpoint = trained(learner, phaseWaves(10, 10));
    expect(errorOf(learner, checkpoint, phaseWaves(10, 100))).toBeLessThan(0.6);
  });
});
