import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/math/random.ts';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import type {
  Checkpoint,
  LearnerFactory,
  MetaLearner,
  SampleSet,
} from '../../src/strategy/learn/meta-learner.ts';
import { linearTasks, meanSquaredError, noiseRows } from '../strategy/learn/task-families.ts';

/** A learner under test, and the cases that it does not meet, by name and reason. */
export interface ConformanceSubject {
  readonly name: string;
  /** A factory with a training short enough for a test: some hundred cheap meta-steps. */
  readonly factory: () => LearnerFactory;
  /** The name of a case below → why this learner does not meet it. */
  readonly exceptions?: Readonly<Record<string, string>>;
}

const FEATURES = 3;
const SHOTS = 12;

type Case = (factory: LearnerFactory) => void;

function created(factory: LearnerFactory, seed = 1): MetaLearner {
  return factory.create(FEATURES, randomFrom(seed).split('weights'));
}

function trained(factory: LearnerFactory, steps: number, seed = 1): MetaLearner {
  const learner = created(factory);
  let taken = 0;
  for (const _ of learner.train(linearTasks(FEATURES, SHOTS), randomFrom(seed).split('training'))) {
    if (++taken === steps) break;
  }
  return learner;
}

const supportA = (): SampleSet => linearTasks(FEATURES, SHOTS)(randomFrom(11)).support;
const supportB = (): SampleSet => linearTasks(FEATURES, SHOTS)(randomFrom(12)).support;
const hashOf = (learner: MetaLearner): string => learner.initial().parametersHash;
const ROW = Float64Array.of(0.3, -1.2, 0.7);

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof RegimetaError) return error.code;
    throw error;
  }
  return 'no error';
}

const CASES: Readonly<Record<string, Case>> = {
  'the seed fixes the initialisation': (factory) => {
    expect(hashOf(created(factory, 1))).toBe(hashOf(created(factory, 1)));
    expect(hashOf(created(factory, 1))).not.toBe(hashOf(created(factory, 2)));
  },

  'adapting leaves the initialisation unchanged': (factory) => {
    const learner = created(factory);
    const before = learner.initial();
    const prediction = before.predict(ROW);
    const { predictor, diverged } = learner.adapt(supportA());
    expect(diverged).toBe(false);
    expect(predictor.parametersHash).not.toBe(before.parametersHash);
    expect(hashOf(learner)).toBe(before.parametersHash);
    expect(before.predict(ROW)).toBe(prediction);
    expect(learner.initial().predict(ROW)).toBe(prediction);
  },

  'adapting lowers the support loss, before training and after': (factory) => {
    for (const learner of [created(factory), trained(factory, 20)]) {
      for (let seed = 0; seed < 10; seed++) {
        const { support } = linearTasks(FEATURES, SHOTS)(randomFrom(seed));
        const { lossBefore, lossAfter } = learner.adapt(support);
        expect(lossAfter).toBeLessThan(lossBefore);
      }
    }
  },

  'an adaptation says what it did in finite numbers': (factory) => {
    const { steps, lossBefore, lossAfter, gradientNorm } = created(factory).adapt(supportA());
    expect(steps).toBeGreaterThan(0);
    for (const value of [lossBefore, lossAfter, gradientNorm]) expect(Number.isFinite(value)).toBe(true);
    expect(gradientNorm).toBeGreaterThan(0);
  },

  'an adaptation does not remember the one before': (factory) => {
    const learner = created(factory);
    const direct = learner.adapt(supportB()).predictor.parametersHash;
    learner.adapt(supportA());
    expect(learner.adapt(supportB()).predictor.parametersHash).toBe(direct);
  },

  'numbers behind the last row change nothing': (factory) => {
    const exact = supportA();
    const longer: SampleSet = {
      ...exact,
      features: Float64Array.from([...exact.features, Number.NaN, 1e9, -4]),
      labels: Float64Array.from([...exact.labels, Number.NaN]),
    };
    const learner = created(factory);
    expect(learner.adapt(longer)).toMatchObject({ lossAfter: learner.adapt(exact).lossAfter });
    expect(learner.adapt(longer).predictor.parametersHash).toBe(
      learner.adapt(exact).predictor.parametersHash,
    );
  },

  'a single row and thousands are enough to adapt': (factory) => {
    const learner = created(factory);
    for (const rows of [1, 5000]) {
      const { lossBefore, lossAfter } = learner.adapt(noiseRows(5, rows, FEATURES));
      expect(lossAfter).toBeLessThanOrEqual(lossBefore);
    }
  },

  'a predictor is pure and outlives training': (factory) => {
    const learner = trained(factory, 3);
    const predictors = [learner.initial(), learner.adapt(supportA()).predictor];
    const row = ROW.slice();
    const before = predictors.map((predictor) => predictor.predict(row));
    for (const _ of learner.train(linearTasks(FEATURES, SHOTS), randomFrom(8))) break;
    expect(predictors.map((predictor) => predictor.predict(row))).toEqual(before);
    expect(row).toEqual(ROW);
  },

  'the seed fixes a whole training, to the bit': (factory) => {
    const once = trained(factory, 15).checkpoint();
    const twice = trained(factory, 15).checkpoint();
    expect(twice).toEqual(once);
    expect(trained(factory, 15, 2).checkpoint().parameters).not.toEqual(once.parameters);
  },

  'training reports every step in finite numbers': (factory) => {
    const learner = created(factory);
    let last = 0;
    for (const report of learner.train(linearTasks(FEATURES, SHOTS), randomFrom(1))) {
      expect(report.step).toBe(++last);
      expect(report.steps).toBeGreaterThanOrEqual(last);
      expect(Number.isFinite(report.queryLoss)).toBe(true);
      expect(report.tasksDiverged).toBe(0);
      if (last === 5) break;
    }
    expect(last).toBe(5);
  },

  'training moves the initialisation at every step': (factory) => {
    const hashes = [0, 1, 2].map((steps) => hashOf(steps === 0 ? created(factory) : trained(factory, steps)));
    expect(new Set(hashes).size).toBe(3);
  },

  'training lowers the error on new tasks after adaptation': (factory) => {
    const errorOf = (learner: MetaLearner): number => {
      let sum = 0;
      for (let seed = 100; seed < 140; seed++) {
        const { support, query } = linearTasks(FEATURES, SHOTS)(randomFrom(seed));
        const { predictor } = learner.adapt(support);
        sum += meanSquaredError((row) => predictor.predict(row), query);
      }
      return sum / 40;
    };
    expect(errorOf(trained(factory, 150))).toBeLessThan(0.6 * errorOf(created(factory)));
  },

  'tasks far out of scale leave finite parameters': (factory) => {
    const learner = created(factory);
    const wild = linearTasks(FEATURES, SHOTS);
    let drawn = 0;
    const source = (random: Parameters<typeof wild>[0]): ReturnType<typeof wild> => {
      const episode = wild(random);
      const factor = drawn++ % 3 === 0 ? 1e100 : 1;
      const stretch = (samples: SampleSet): SampleSet => ({
        ...samples,
        labels: samples.labels.map((label) => label * factor),
      });
      return { support: stretch(episode.support), query: stretch(episode.query) };
    };
    let taken = 0;
    for (const report of learner.train(source, randomFrom(3))) {
      expect(Number.isFinite(report.queryLoss)).toBe(true);
      if (++taken === 10) break;
    }
    expect(learner.checkpoint().parameters.every(Number.isFinite)).toBe(true);
  },

  'a checkpoint restores the learner': (factory) => {
    const learner = trained(factory, 5);
    const restored = factory.restore(structuredClone(learner.checkpoint()));
    expect(restored.name).toBe(learner.name);
    expect(restored.featureCount).toBe(FEATURES);
    expect(hashOf(restored)).toBe(hashOf(learner));
    const adapted = learner.adapt(supportA());
    expect(restored.adapt(supportA()).predictor.parametersHash).toBe(adapted.predictor.parametersHash);
    expect(restored.checkpoint()).toEqual(learner.checkpoint());
  },

  'a checkpoint is a copy': (factory) => {
    const learner = created(factory);
    const before = hashOf(learner);
    const checkpoint = learner.checkpoint();
    checkpoint.parameters.fill(0);
    expect(hashOf(learner)).toBe(before);
    const own = learner.checkpoint();
    const restored = factory.restore(own);
    own.parameters.fill(0);
    expect(hashOf(restored)).toBe(before);
  },

  'a checkpoint that does not fit is refused with E_LEARNER_SHAPE': (factory) => {
    const good = created(factory).checkpoint();
    const { parameters } = good;
    const bad: readonly Checkpoint[] = [
      { ...good, parameters: parameters.slice(1) },
      { ...good, parameters: Float64Array.of(...parameters, 0) },
      { ...good, parameters: parameters.with(2, Number.NaN) },
      { ...good, featureCount: FEATURES + 1 },
      { ...good, featureCount: 0 },
      { ...good, learner: 'something else' },
    ];
    for (const checkpoint of bad) {
      expect(codeOf(() => factory.restore(checkpoint))).toBe('E_LEARNER_SHAPE');
    }
  },

  'a support set that does not fit is refused': (factory) => {
    const learner = created(factory);
    const good = supportA();
    const bad: readonly (readonly [string, SampleSet])[] = [
      ['E_LEARNER_SHAPE', { ...good, rows: 0 }],
      ['E_LEARNER_SHAPE', { ...good, rows: SHOTS + 1 }],
      ['E_LEARNER_SHAPE', { ...good, labels: good.labels.slice(1) }],
      ['E_LEARNER_SHAPE', noiseRows(1, SHOTS, FEATURES + 1)],
      ['E_INVARIANT', { ...good, features: good.features.with(4, Number.NaN) }],
      ['E_INVARIANT', { ...good, labels: good.labels.with(4, Number.POSITIVE_INFINITY) }],
    ];
    for (const [code, support] of bad) expect(codeOf(() => learner.adapt(support))).toBe(code);
    expect(codeOf(() => learner.initial().predict(new Float64Array(FEATURES - 1)))).toBe('E_LEARNER_SHAPE');
    expect(codeOf(() => factory.create(0, randomFrom(1)))).toBe('E_LEARNER_SHAPE');
  },
};

/** Registers the tests that every meta-learner passes. A learner joins by being run through it. */
export function metaLearnerConformance(subject: ConformanceSubject): void {
  const exceptions = subject.exceptions ?? {};
  describe(`${subject.name} as a meta-learner`, () => {
    it('names only cases that exist as exceptions', () => {
      expect(Object.keys(exceptions).filter((name) => !Object.hasOwn(CASES, name))).toEqual([]);
    });

    for (const [name, check] of Object.entries(CASES)) {
      const reason = exceptions[name];
      if (reason === undefined) it(name, () => check(subject.factory()));
      else it.skip(`${name} (not met: ${reason})`, () => undefined);
    }
  });
}
