import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { AdaptationProgram } from '../../../src/strategy/learn/adaptation-program.ts';
import { anil, anilMethod } from '../../../src/strategy/learn/anil.ts';
import { anilRidge } from '../../../src/strategy/learn/anil-ridge.ts';
import { fineTune } from '../../../src/strategy/learn/fine-tune.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import { joint } from '../../../src/strategy/learn/joint.ts';
import { lossOf } from '../../../src/strategy/learn/loss.ts';
import { maml } from '../../../src/strategy/learn/maml.ts';
import { resolveMamlSettings } from '../../../src/strategy/learn/maml-settings.ts';
import { matching } from '../../../src/strategy/learn/matching.ts';
import type { LearnerFactory, MetaLearner } from '../../../src/strategy/learn/meta-learner.ts';
import { metaSgd } from '../../../src/strategy/learn/meta-sgd.ts';
import { reptile } from '../../../src/strategy/learn/reptile.ts';
import { rollingRidge } from '../../../src/strategy/learn/rolling-ridge.ts';
import { linearTasks, meanSquaredError, noiseRows } from './task-families.ts';

const SMALL = {
  hidden: [6],
  metaSteps: 20,
  tasksPerStep: 3,
  supportCapacity: 10,
  queryCapacity: 10,
} as const;
const SUPPORT = noiseRows(1, 10, 3);
const ROW = Float64Array.of(0.3, -1.2, 0.7);

function trained(factory: LearnerFactory): MetaLearner {
  const learner = factory.create(3, randomFrom(1));
  for (const _ of learner.train(linearTasks(3, 10), randomFrom(2)));
  return learner;
}

type LooseFactory = (settings: Record<string, unknown>) => LearnerFactory;

const FACTORIES: Readonly<Record<string, LooseFactory>> = {
  maml,
  anil,
  'anil-ridge': anilRidge,
  'meta-sgd': metaSgd,
  reptile,
  matching,
  joint,
  'fine-tune': fineTune,
  'rolling-ridge': rollingRidge,
};

describe('the settings of every learner', () => {
  for (const [name, factory] of Object.entries(FACTORIES)) {
    it(`of ${name} are stored in full, and their faults are named`, () => {
      expect(factory({ labelLimit: 3 }).settings).toEqual({ ...factory({}).settings, labelLimit: 3 });
      expect(() => factory({ labelLimit: -3 })).toThrow(`E_PARAMETER_INVALID ${name}.labelLimit:`);
      expect(() => factory({ loss: 'absolute' })).toThrow(`E_PARAMETER_INVALID ${name}.loss:`);
      expect(() => factory({ huberThreshold: 0 })).toThrow(`E_PARAMETER_INVALID ${name}.huberThreshold:`);
      expect(() => factory({ depth: 3 })).toThrow(`E_PARAMETER_UNKNOWN ${name}.depth:`);
    });
  }

  const wrong: readonly (readonly [string, Record<string, unknown>])[] = [
    ['reptile', { innerSteps: 0 }],
    ['reptile', { outerRate: 1.5 }],
    ['reptile', { batchRows: 0 }],
    ['reptile', { adaptationSteps: 101 }],
    ['meta-sgd', { initialRate: [0.1, 0.005] }],
    ['meta-sgd', { initialRate: [0.1] }],
    ['meta-sgd', { initialRate: 0.6 }],
    ['meta-sgd', { rateLimit: 0 }],
    ['anil-ridge', { ridge: 0 }],
    ['anil-ridge', { ridge: 1e7 }],
    ['anil-ridge', { ridgeLearned: 1 }],
    ['rolling-ridge', { ridge: -1 }],
    ['anil', { order: 'third' }],
    ['fine-tune', { innerSteps: 0 }],
    ['joint', { weightDeviation: 'he' }],
  ];
  for (const [name, settings] of wrong) {
    it(`of ${name} refuse ${JSON.stringify(settings)}`, () => {
      const [setting] = Object.keys(settings);
      expect(() => FACTORIES[name]!(settings)).toThrow(`E_PARAMETER_INVALID ${name}.${setting}:`);
    });
  }

  it('do not know what does not apply to them', () => {
    expect(() => FACTORIES['meta-sgd']!({ innerRate: 0.1 })).toThrow('E_PARAMETER_UNKNOWN');
    expect(() => FACTORIES['anil-ridge']!({ innerSteps: 2 })).toThrow('E_PARAMETER_UNKNOWN');
    expect(() => FACTORIES['rolling-ridge']!({ hidden: [3] })).toThrow('E_PARAMETER_UNKNOWN');
    expect(() => FACTORIES['reptile']!({ order: 'second' })).toThrow('E_PARAMETER_UNKNOWN');
  });
});

describe('the Huber loss', () => {
  it('is half the square near 0, and grows by its threshold beyond', () => {
    const huber = { loss: 'huber', huberThreshold: 0.5 } as const;
    expect([0, 0.4, -0.5, 1, -3].map((error) => lossOf(error, huber))).toEqual([
      0,
      0.5 * 0.4 * 0.4,
      0.125,
      0.375,
      0.5 * (3 - 0.25),
    ]);
  });

  it('is what an adaptation reports, in the graph as in plain numbers', () => {
    const huber = { loss: 'huber', huberThreshold: 0.7 } as const;
    const learner = maml({ ...SMALL, ...huber, labelLimit: null }).create(3, randomFrom(1));
    const { predictor, lossAfter } = learner.adapt(SUPPORT);
    let sum = 0;
    for (let row = 0; row < 10; row++) {
      const error = predictor.predict(SUPPORT.features.slice(3 * row, 3 * row + 3)) - SUPPORT.labels[row]!;
      sum += lossOf(error, huber);
    }
    expect(lossAfter).toBeCloseTo(sum / 10, 14);
  });

  it('bounds the pull of a single far label', () => {
    const pulled = (loss: 'huber' | 'squared-error'): number => {
      const learner = maml({ ...SMALL, loss, labelLimit: null, innerClip: null }).create(3, randomFrom(1));
      return learner.adapt({ ...SUPPORT, labels: SUPPORT.labels.with(0, 1000) }).gradientNorm;
    };
    expect(pulled('huber')).toBeLessThan(5);
    expect(pulled('squared-error')).toBeGreaterThan(50);
  });
});

describe('ANIL', () => {
  it('moves the output layer alone, and both of its tensors', () => {
    const full = resolveMamlSettings(SMALL);
    const method = anilMethod(full, 3);
    const parameters = method.initialise(randomFrom(1));
    const adapted = new AdaptationProgram(method, compileKernels).run(parameters, SUPPORT).parameters;
    expect(adapted.subarray(0, 24)).toEqual(parameters.subarray(0, 24));
    adapted.subarray(24).forEach((value, i) => {
      expect(value).not.toBe(parameters[24 + i]);
    });
  });

  it('equals MAML where there is nothing but the output layer to move: with hidden units of slope 0', () => {
    // Far below 0 all relu units are closed, so no gradient reaches the layers before.
    const closed = { ...SMALL, activation: 'relu', innerClip: null } as const;
    const { checkpoint } = closedNetwork();
    const whole = maml(closed).restore({ ...checkpoint, learner: 'maml 3-6-1' });
    const head = anil(closed).restore({ ...checkpoint, learner: 'anil 3-6-1' });
    expect(head.adapt(SUPPORT).predictor.parametersHash).toBe(whole.adapt(SUPPORT).predictor.parametersHash);
  });

  it('of first order says so in its name', () => {
    expect(trained(anil({ ...SMALL, order: 'first', metaSteps: 1 })).name).toBe('first-order anil 3-6-1');
  });
});

function closedNetwork() {
  const parameters = Float64Array.from({ length: 31 }, (_, i) =>
    i >= 18 && i < 24 ? -1e6 : 0.1 * Math.sin(i),
  );
  return { checkpoint: { settings: { activation: 'relu' }, featureCount: 3, parameters } };
}

describe('ANIL with a ridge head', () => {
  it('predicts 0 before any adaptation', () => {
    expect(trained(anilRidge(SMALL)).initial().predict(ROW)).toBe(0);
  });

  it('learns its ridge within the range, and trusts the support more where there is less noise', () => {
    const learner = trained(anilRidge({ ...SMALL, metaSteps: 200, outerRate: 0.01, ridge: 1 }));
    const { parameters } = learner.checkpoint();
    expect(parameters).toHaveLength(25);
    const ridge = Math.exp(parameters.at(-1)!);
    expect(ridge).toBeLessThan(1);
    expect(ridge).toBeGreaterThan(1e-6);
  });

  it('with a fixed ridge trains the hidden layers alone', () => {
    expect(trained(anilRidge({ ...SMALL, ridgeLearned: false })).checkpoint().parameters).toHaveLength(24);
  });

  it('of a large ridge hardly moves', () => {
    const learner = anilRidge({ ...SMALL, ridge: 1e6 }).create(3, randomFrom(1));
    expect(Math.abs(learner.adapt(SUPPORT).predictor.predict(ROW))).toBeLessThan(1e-5);
  });

  it('refuses a checkpoint of a learned ridge where it is fixed, and the other way round', () => {
    const learned = trained(anilRidge(SMALL)).checkpoint();
    const fixed = trained(anilRidge({ ...SMALL, ridgeLearned: false })).checkpoint();
    expect(() => anilRidge({ ...SMALL, ridgeLearned: false }).restore(learned)).toThrow(/^E_LEARNER_SHAPE/);
    expect(() => anilRidge(SMALL).restore(fixed)).toThrow(
      'tensor 3 is logarithm of the ridge [1, 1]; found none',
    );
  });
});

describe('Meta-SGD', () => {
  it('with one step size for all, before training, adapts as MAML does', () => {
    const one = metaSgd({ ...SMALL, innerSteps: 3, initialRate: 0.05 }).create(3, randomFrom(1));
    const same = maml({ ...SMALL, innerSteps: 3, innerRate: 0.05 }).create(3, randomFrom(1));
    expect(one.adapt(SUPPORT).predictor.parametersHash).toBe(same.adapt(SUPPORT).predictor.parametersHash);
  });

  it('draws its first step sizes from the range, and keeps them within the limit', () => {
    const rates = (parameters: Float64Array): Float64Array => parameters.subarray(31);
    const fresh = metaSgd({ ...SMALL, initialRate: [0.02, 0.03] }).create(3, randomFrom(1));
    for (const rate of rates(fresh.checkpoint().parameters)) {
      expect(rate).toBeGreaterThanOrEqual(0.02);
      expect(rate).toBeLessThanOrEqual(0.03);
    }
    const fast = trained(metaSgd({ ...SMALL, metaSteps: 40, outerRate: 0.05, rateLimit: 0.12 }));
    const found = rates(fast.checkpoint().parameters);
    expect(Math.max(...found.map(Math.abs))).toBe(0.12);
    expect(new Set(found).size).toBeGreaterThan(10);
  });

  it('refuses to adapt by another number of steps than it was trained for', () => {
    const { parameters, ...rest } = trained(metaSgd(SMALL)).checkpoint();
    expect(() => metaSgd({ ...SMALL, innerSteps: 5 }).restore({ ...rest, parameters })).toThrow(
      /^E_LEARNER_SHAPE checkpoint: .* number of steps of their training, here 5; found 1/,
    );
  });

  it('names a step size that is not finite', () => {
    const { parameters, ...rest } = trained(metaSgd(SMALL)).checkpoint();
    const broken = { ...rest, parameters: parameters.with(32, Number.NaN) };
    expect(() => metaSgd(SMALL).restore(broken)).toThrow('step sizes of layer 1 weights [3, 6] is finite');
  });
});

describe('the baselines', () => {
  it('joint training takes no step, and fine-tuning steps from the same trained network', () => {
    const frozen = trained(joint(SMALL));
    const tuned = trained(fineTune(SMALL));
    expect(tuned.initial().parametersHash).toBe(frozen.initial().parametersHash);
    const still = frozen.adapt(SUPPORT);
    expect(still).toMatchObject({ steps: 0, diverged: false, gradientNorm: 0, lossAfter: still.lossBefore });
    expect(still.predictor.parametersHash).toBe(frozen.initial().parametersHash);
    expect(tuned.adapt(SUPPORT)).toMatchObject({ steps: 3, lossBefore: still.lossBefore });
  });

  it('joint training learns what all tasks share', () => {
    const learner = trained(joint({ ...SMALL, metaSteps: 300, outerRate: 0.02 }));
    const shared = linearTasks(3, 400)(randomFrom(5)).query;
    const ofShared = { ...shared, labels: shared.labels.map((_, row) => shared.features[3 * row]!) };
    expect(meanSquaredError((row) => learner.initial().predict(row), ofShared)).toBeLessThan(0.15);
  });

  it('the rolling ridge ends its training before the first step, and its checkpoint is empty', () => {
    const learner = rollingRidge().create(3, randomFrom(1));
    expect([...learner.train(linearTasks(3, 10), randomFrom(1))]).toEqual([]);
    expect(learner.checkpoint().parameters).toHaveLength(0);
    expect(rollingRidge().restore(learner.checkpoint()).adapt(SUPPORT)).toMatchObject({ steps: 1 });
    const stray = { ...learner.checkpoint(), parameters: Float64Array.of(1) };
    expect(() => rollingRidge().restore(stray)).toThrow('the learner has no parameters; found 1 numbers');
  });
});
