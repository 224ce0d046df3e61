import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { maml } from '../../../src/strategy/learn/maml.ts';
import { MAML_DEFAULTS, type MamlSettings } from '../../../src/strategy/learn/maml-settings.ts';
import type { EpisodeSource, MetaLearner, SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { linearTasks, meanSquaredError, noiseRows } from './task-families.ts';

const SMALL: MamlSettings = {
  hidden: [6],
  metaSteps: 20,
  tasksPerStep: 3,
  supportCapacity: 10,
  queryCapacity: 10,
};
const create = (settings: MamlSettings): MetaLearner => maml(settings).create(3, randomFrom(1));

describe('the settings of MAML', () => {
  it('have defaults that are stored in full', () => {
    expect(maml().settings).toEqual(MAML_DEFAULTS);
    expect(maml({ innerSteps: 5 }).settings).toEqual({ ...MAML_DEFAULTS, innerSteps: 5 });
  });

  const wrong: readonly MamlSettings[] = [
    { hidden: [] },
    { hidden: [0] },
    { hidden: [2.5] },
    { hidden: [4096] },
    { innerSteps: 0 },
    { innerSteps: 1.5 },
    { innerRate: -0.1 },
    { innerRate: Number.NaN },
    { innerClip: 0 },
    { outerRate: 0 },
    { outerRate: 2 },
    { outerClip: Number.POSITIVE_INFINITY },
    { metaSteps: 0 },
    { tasksPerStep: 0 },
    { supportCapacity: 0 },
    { queryCapacity: -1 },
    { labelLimit: -5 },
    { weightDeviation: 0 },
  ];
  for (const settings of wrong) {
    const [name, value] = Object.entries(settings)[0]!;
    it(`refuse ${name} = ${JSON.stringify(value)} by name`, () => {
      expect(() => maml(settings)).toThrow(new RegExp(`^E_PARAMETER_INVALID maml\\.${name}:`));
    });
  }

  it('refuse words that are not choices, and names that are not settings', () => {
    const loose = (settings: Record<string, unknown>) => () => maml(settings as MamlSettings);
    expect(loose({ activation: 'sigmoid' })).toThrow(/one of tanh, relu; found "sigmoid"/);
    expect(loose({ order: 2 })).toThrow(/^E_PARAMETER_INVALID maml\.order/);
    expect(loose({ innerRates: 0.1 })).toThrow(/^E_PARAMETER_UNKNOWN maml\.innerRates.*innerRate,/);
  });
});

describe('the name of the learner', () => {
  it('tells the method and the units', () => {
    expect(create(SMALL).name).toBe('maml 3-6-1');
    expect(create({ ...SMALL, order: 'first' }).name).toBe('fomaml 3-6-1');
  });
});

describe('a checkpoint that does not fit', () => {
  const good = create(SMALL).checkpoint();

  it('is refused with the tensor that is missing, left over or not finite', () => {
    const restore = (parameters: Float64Array) => () => maml(SMALL).restore({ ...good, parameters });
    expect(restore(good.parameters.slice(0, 20))).toThrow(
      'layer 1 biases [1, 6] ends at number 24; found 20 numbers',
    );
    expect(restore(new Float64Array(40))).toThrow(
      'layer 2 biases [1, 1] is the last tensor and ends at number 31; found 40 numbers',
    );
    expect(restore(good.parameters.with(25, Number.NaN))).toThrow(
      'layer 2 weights [6, 1] is finite; found NaN',
    );
  });

  it('is refused where the units, the order or the activation differ', () => {
    expect(() => maml({ ...SMALL, hidden: [7] }).restore(good)).toThrow(
      'tensor 1 is layer 1 weights [3, 7]; found layer 1 weights [3, 6], of a learner maml 3-6-1',
    );
    expect(() => maml({ ...SMALL, order: 'first' }).restore(good)).toThrow('of a learner fomaml 3-6-1');
    expect(() => maml({ ...SMALL, activation: 'relu' }).restore(good)).toThrow(
      'the hidden layers are relu; found tanh',
    );
  });

  it('is taken where only the way of adapting differs', () => {
    const learner = maml({ ...SMALL, innerSteps: 9, innerRate: 0.01 }).restore(good);
    expect(learner.initial().parametersHash).toBe(create(SMALL).initial().parametersHash);
    expect(learner.adapt(noiseRows(1, 5, 3)).steps).toBe(9);
  });
});

describe('adaptation', () => {
  it('reports the loss that its predictor has on the support rows', () => {
    const learner = create({ ...SMALL, labelLimit: null });
    const support = noiseRows(2, 10, 3);
    const { predictor, lossBefore, lossAfter } = learner.adapt(support);
    expect(lossBefore).toBeCloseTo(
      meanSquaredError((row) => learner.initial().predict(row), support),
      13,
    );
    expect(lossAfter).toBeCloseTo(
      meanSquaredError((row) => predictor.predict(row), support),
      13,
    );
  });

  it('does not depend on how many padding rows stand behind the support, to the bit', () => {
    const support = noiseRows(2, 10, 3);
    const [tight, wide] = [10, 77].map((supportCapacity) =>
      create({ ...SMALL, supportCapacity }).adapt(support),
    );
    expect(wide).toMatchObject({ lossAfter: tight!.lossAfter, gradientNorm: tight!.gradientNorm });
    expect(wide!.predictor.parametersHash).toBe(tight!.predictor.parametersHash);
  });

  it('to more rows than fit uses them evenly in time', () => {
    const rows = noiseRows(2, 19, 3);
    const evenFeatures = Array.from({ length: 10 }, (_, i) => rows.features.subarray(6 * i, 6 * i + 3));
    const even: SampleSet = {
      rows: 10,
      featureCount: 3,
      features: Float64Array.from(evenFeatures.flatMap((row) => Array.from(row))),
      labels: rows.labels.filter((_, i) => i % 2 === 0),
    };
    const learner = create(SMALL);
    expect(learner.adapt(rows).predictor.parametersHash).toBe(learner.adapt(even).predictor.parametersHash);
  });

  it('moves by no more than steps × rate × limit', () => {
    const learner = create({ ...SMALL, hidden: [6], innerSteps: 4, innerRate: 0.1, innerClip: 0.5 });
    const support = { ...noiseRows(2, 10, 3), labels: new Float64Array(10).fill(5) };
    const { predictor, gradientNorm, diverged } = learner.adapt(support);
    expect(diverged).toBe(false);
    expect(gradientNorm).toBeGreaterThan(0.5);
    const row = new Float64Array(3);
    expect(Math.abs(predictor.predict(row) - learner.initial().predict(row))).toBeLessThanOrEqual(
      4 * 0.1 * 0.5 * 3,
    );
  });

  it('that diverges gives back the unadapted predictor and says so', () => {
    const hot = { ...SMALL, innerClip: null, labelLimit: null };
    const cases: readonly MamlSettings[] = [
      { ...hot, innerRate: 1e3, innerSteps: 10 },
      { ...hot, innerRate: 1e5, innerSteps: 40, activation: 'relu' },
      { ...hot, innerRate: 1e200, innerSteps: 3, activation: 'relu' },
    ];
    for (const settings of cases) {
      const learner = create(settings);
      const result = learner.adapt(noiseRows(2, 10, 3));
      expect(result.diverged).toBe(true);
      expect(result.steps).toBe(0);
      expect(result.lossAfter).toBe(result.lossBefore);
      expect(Number.isFinite(result.lossBefore)).toBe(true);
      expect(result.predictor.parametersHash).toBe(learner.initial().parametersHash);
    }
  });

  it('refuses features so large that not even the unadapted loss is finite', () => {
    const support = { ...noiseRows(2, 10, 3), features: new Float64Array(30).fill(1e200) };
    const learner = create({ ...SMALL, activation: 'relu' });
    expect(() => learner.adapt(support)).toThrow(/^E_INVARIANT maml: the loss of the initialisation/);
  });
});

describe('training', () => {
  /** Every `period`-th episode is stretched so far that its adaptation overflows. */
  const sometimesWild = (period: number): EpisodeSource => {
    let drawn = 0;
    return (random) => {
      const episode = linearTasks(3, 10)(random);
      if (drawn++ % period !== 0) return episode;
      const features = episode.support.features.map((value) => value * 1e80);
      return { ...episode, support: { ...episode.support, features } };
    };
  };
  const fragile: MamlSettings = { ...SMALL, activation: 'relu', innerClip: null };

  it('leaves a task out of the step that diverged, counts it, and goes on', () => {
    const learner = create(fragile);
    const before = learner.initial().parametersHash;
    for (const report of learner.train(sometimesWild(3), randomFrom(2))) {
      expect(report.tasksDiverged).toBe(1);
      expect(Number.isFinite(report.queryLoss)).toBe(true);
    }
    expect(learner.initial().parametersHash).not.toBe(before);
    expect(learner.checkpoint().parameters.every(Number.isFinite)).toBe(true);
  });

  it('takes the mean over the tasks that are left, as if the others had not been drawn', () => {
    const tame = linearTasks(3, 10);
    const tasks = Array.from({ length: 3 }, (_, seed) => tame(randomFrom(seed)));
    const wild = sometimesWild(1)(randomFrom(9));
    const stepOver = (episodes: typeof tasks, tasksPerStep: number): string => {
      const learner = create({ ...fragile, metaSteps: 1, tasksPerStep });
      let drawn = 0;
      for (const _ of learner.train(() => episodes[drawn++]!, randomFrom(1)));
      return learner.initial().parametersHash;
    };
    expect(stepOver([tasks[0]!, wild, tasks[1]!, tasks[2]!], 4)).toBe(stepOver(tasks, 3));
  });

  it('does not move where every task diverged', () => {
    const learner = create(fragile);
    const before = learner.initial().parametersHash;
    for (const { tasksDiverged } of learner.train(sometimesWild(1), randomFrom(2))) {
      expect(tasksDiverged).toBe(3);
    }
    expect(learner.initial().parametersHash).toBe(before);
  });

  it('refuses an episode with an empty query set by its place', () => {
    const source: EpisodeSource = (random) => {
      const { support, query } = linearTasks(3, 10)(random);
      return { support, query: { ...query, rows: 0 } };
    };
    const training = create(SMALL).train(source, randomFrom(1));
    expect(() => training.next()).toThrow(/^E_LEARNER_SHAPE query set of task 0: .* at least one row/);
  });

  it('stopped after k steps leaves what k steps leave', () => {
    const shorter = create({ ...SMALL, metaSteps: 7 });
    for (const _ of shorter.train(linearTasks(3, 10), randomFrom(4)));
    const stopped = create(SMALL);
    for (const { step } of stopped.train(linearTasks(3, 10), randomFrom(4))) if (step === 7) break;
    expect(stopped.initial().parametersHash).toBe(shorter.initial().parametersHash);
  });
});
