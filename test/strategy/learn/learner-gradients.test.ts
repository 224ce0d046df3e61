import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { anilMethod } from '../../../src/strategy/learn/anil.ts';
import { ANIL_RIDGE_DEFAULTS, anilRidgeMethod } from '../../../src/strategy/learn/anil-ridge.ts';
import { caviaMethod } from '../../../src/strategy/learn/cavia.ts';
import { fineTuneMethod } from '../../../src/strategy/learn/fine-tune.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import { jointMethod } from '../../../src/strategy/learn/joint.ts';
import { mamlMethod } from '../../../src/strategy/learn/maml.ts';
import { MAML_DEFAULTS } from '../../../src/strategy/learn/maml-settings.ts';
import { matchingMethod } from '../../../src/strategy/learn/matching.ts';
import { resolveMatchingSettings } from '../../../src/strategy/learn/matching-settings.ts';
import type { Episode, SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { metaSgdMethod } from '../../../src/strategy/learn/meta-sgd.ts';
import { META_SGD_DEFAULTS } from '../../../src/strategy/learn/meta-sgd-settings.ts';
import type { TrainedMethod } from '../../../src/strategy/learn/method.ts';
import { POOLED_DEFAULTS } from '../../../src/strategy/learn/pooled-training.ts';
import { prototypicalMethod } from '../../../src/strategy/learn/prototypical.ts';
import { resolvePrototypicalSettings } from '../../../src/strategy/learn/prototypical-settings.ts';
import { snailMethod } from '../../../src/strategy/learn/snail.ts';
import { resolveSnailSettings } from '../../../src/strategy/learn/snail-settings.ts';
import { taskEmbeddingMethod } from '../../../src/strategy/learn/task-embedding.ts';
import {
  resolveTaskEmbeddingSettings,
  type TaskEmbeddingSettingsFull,
} from '../../../src/strategy/learn/task-embedding-settings.ts';
import { TrainingProgram } from '../../../src/strategy/learn/training-program.ts';
import { noiseRows } from './task-families.ts';

const FEATURES = 3;
const TASKS = 3;
const SIZE = { hidden: [4, 3], supportCapacity: 8, queryCapacity: 8, tasksPerStep: TASKS } as const;
const HUBER = { loss: 'huber', huberThreshold: 0.4 } as const;
const MAML = { ...MAML_DEFAULTS, ...SIZE, innerRate: 0.2, innerSteps: 3 };
const META_SGD = { ...META_SGD_DEFAULTS, ...SIZE };
const RIDGE = { ...ANIL_RIDGE_DEFAULTS, ...SIZE };
const POOLED = { ...POOLED_DEFAULTS, ...SIZE };
const DESCENT = { innerSteps: 2, innerRate: 0.1, innerClip: null };

const episodes: readonly Episode[] = Array.from({ length: TASKS }, (_, task) => ({
  support: noiseRows(2 * task, 4 + task, FEATURES),
  query: noiseRows(2 * task + 1, 5 - task, FEATURES),
  past: Array.from({ length: task + 1 }, (__, one) => noiseRows(20 + 3 * task + one, 6, FEATURES)),
}));

const PAST = { pastTasks: 2, pastRows: 3 };
const PROTOTYPICAL = resolvePrototypicalSettings({ ...SIZE, ...PAST, embeddingUnits: 3 });
const { hidden: _, ...ROWS } = SIZE;
const SNAIL = resolveSnailSettings({ ...ROWS, filters: 2, keyUnits: 2, valueUnits: 3, supportCapacity: 7 });
const embeddingOf = (encoder: TaskEmbeddingSettingsFull['encoder']): TrainedMethod =>
  taskEmbeddingMethod(
    resolveTaskEmbeddingSettings({ ...SIZE, ...PAST, encoder, embeddingUnits: 2, assetCapacity: 2 }),
    FEATURES,
  );

interface Outcome {
  readonly losses: readonly number[];
  readonly gradients: readonly Float64Array[];
}

/** Runs a method's training graph on the episodes; compiled once for many parameters. */
function runnerOf(method: TrainedMethod, data: readonly Episode[]): (parameters: Float64Array) => Outcome {
  const program = new TrainingProgram(method, compileKernels);
  data.forEach((episode, task) => {
    program.load(task, episode, randomFrom(1));
  });
  return (parameters) => {
    program.run(parameters);
    return {
      losses: data.map((_, task) => program.queryLoss(task)),
      gradients: data.map((_, task) => {
        const total = new Float64Array(parameters.length);
        program.addGradient(task, total);
        return total;
      }),
    };
  };
}

function parametersOf(method: TrainedMethod): Float64Array {
  const parameters = method.initialise(randomFrom(3));
  return parameters.map((value, i) => value + 0.1 * Math.sin(i));
}

function expectMatchesDifferences(method: TrainedMethod, data = episodes): void {
  const parameters = parametersOf(method);
  const run = runnerOf(method, data);
  const { gradients } = run(parameters);
  const largest = Math.max(1, ...gradients.flatMap((values) => Array.from(values, Math.abs)));
  const step = 1e-5;
  let apart = 0;
  parameters.forEach((value, i) => {
    const above = run(parameters.with(i, value + step)).losses;
    const below = run(parameters.with(i, value - step)).losses;
    gradients.forEach((exact, task) => {
      const difference = (above[task]! - below[task]!) / (2 * step);
      apart = Math.max(apart, Math.abs(difference - exact[i]!));
    });
  });
  expect(apart).toBeLessThanOrEqual(1e-6 * largest);
  for (const exact of gradients) expect(exact.some((value) => value !== 0)).toBe(true);
}

const THROUGH_ADAPTATION: Readonly<Record<string, TrainedMethod>> = {
  'MAML under the Huber loss': mamlMethod({ ...MAML, ...HUBER }, FEATURES),
  ANIL: anilMethod(MAML, FEATURES),
  'ANIL with clipped steps under the Huber loss': anilMethod({ ...MAML, ...HUBER, innerClip: 0.3 }, FEATURES),
  'Meta-SGD, step sizes included': metaSgdMethod(META_SGD, FEATURES),
  'Meta-SGD of three clipped steps': metaSgdMethod({ ...META_SGD, innerSteps: 3, innerClip: 0.3 }, FEATURES),
  'ANIL with a learned ridge, which is included': anilRidgeMethod(RIDGE, FEATURES),
  'ANIL with a small fixed ridge': anilRidgeMethod({ ...RIDGE, ridge: 1e-2, ridgeLearned: false }, FEATURES),
  'ANIL with a ridge head, queries under the Huber loss': anilRidgeMethod({ ...RIDGE, ...HUBER }, FEATURES),
  'a matching network, temperature included': matchingMethod(resolveMatchingSettings(SIZE), FEATURES),
  'MAML of the direction': mamlMethod({ ...MAML, loss: 'direction' }, FEATURES),
  'ANIL of quantiles': anilMethod({ ...MAML, loss: 'quantiles' }, FEATURES),
  'MAML of a portfolio': mamlMethod({ ...MAML, loss: 'log-wealth', turnoverCost: 0.02 }, FEATURES),
  'a matching network with past tasks': matchingMethod(
    resolveMatchingSettings({ ...SIZE, ...PAST }),
    FEATURES,
  ),
  'a prototypical network': prototypicalMethod(PROTOTYPICAL, FEATURES),
  'a prototypical network of classes': prototypicalMethod({ ...PROTOTYPICAL, objective: 'class' }, FEATURES),
  'a prototypical network of regimes': prototypicalMethod({ ...PROTOTYPICAL, classes: 'regimes' }, FEATURES),
  'a prototypical network of portfolios': prototypicalMethod(
    { ...PROTOTYPICAL, loss: 'log-wealth' },
    FEATURES,
  ),
  SNAIL: snailMethod(SNAIL, FEATURES),
  'SNAIL of two blocks and quantiles': snailMethod({ ...SNAIL, blocks: 2, loss: 'quantiles' }, FEATURES),
  'a network conditioned by meta-features': embeddingOf('meta-features'),
  'a network conditioned by a set': embeddingOf('set-attention'),
  'a network conditioned by past segments': embeddingOf('segment-attention'),
  'a network conditioned by a graph of assets': embeddingOf('asset-graph'),
  'CAVIA, its context included': caviaMethod({ ...MAML, contextUnits: 2 }, FEATURES),
  'ANIL with a ridge head and relu': anilRidgeMethod({ ...RIDGE, activation: 'relu' }, FEATURES),
};

describe('the meta-gradient matches central differences to 1e-6', () => {
  for (const [name, method] of Object.entries(THROUGH_ADAPTATION)) {
    it(`of ${name}`, () => {
      expectMatchesDifferences(method);
    });
  }

  it('of portfolios that are held over several slices, of symbols that come and go', () => {
    const panel = (set: SampleSet): SampleSet => ({
      ...set,
      slices: Int32Array.from({ length: set.rows }, (_, row) => Math.floor(row / 2)),
      symbols: Int32Array.from({ length: set.rows }, (_, row) => (row === 3 ? 2 : row % 2)),
      units: new Float64Array(set.rows).fill(0.3),
      horizonBars: 1 + (set.rows % 2),
    });
    const held = episodes.map(({ support, query, past }) => ({
      support: panel(support),
      query: panel(query),
      // Six slices each: classes of fewer than five hold equal weights, which no parameter moves.
      past: past!.map((_, one) => panel(noiseRows(60 + one, 12, FEATURES))),
    }));
    const loss = { loss: 'log-wealth', turnoverCost: 0.05 } as const;
    expectMatchesDifferences(mamlMethod({ ...MAML, ...loss }, FEATURES), held);
    const regimes = prototypicalMethod({ ...PROTOTYPICAL, ...loss, classes: 'regimes' }, FEATURES);
    expectMatchesDifferences(regimes, held);
  });

  const pooled = {
    joint: jointMethod(POOLED, FEATURES),
    'fine-tuning': fineTuneMethod({ ...POOLED, ...DESCENT }, FEATURES),
  };
  for (const [name, method] of Object.entries(pooled)) {
    it(`of ${name}, where support and query are the same rows, so that the reported loss is the pooled one`, () => {
      expectMatchesDifferences(
        method,
        episodes.map(({ support }) => ({ support, query: support })),
      );
    });
  }
});

describe('first order', () => {
  it('of ANIL and of Meta-SGD is not the exact gradient', () => {
    for (const make of [
      (order: 'first' | 'second') => anilMethod({ ...MAML, order }, FEATURES),
      (order: 'first' | 'second') => metaSgdMethod({ ...META_SGD, order }, FEATURES),
    ]) {
      const [first, second] = (['first', 'second'] as const).map((order) => {
        const method = make(order);
        return runnerOf(method, episodes)(parametersOf(method));
      });
      expect(first!.losses).toEqual(second!.losses);
      expect(first!.gradients).not.toEqual(second!.gradients);
    }
  });
});

describe('a method in training', () => {
  const methods = { ...THROUGH_ADAPTATION, joint: jointMethod(POOLED, FEATURES) };
  for (const [name, method] of Object.entries(methods)) {
    it(`${name}: the place of a task in the batch changes no bit of its gradient`, () => {
      const parameters = parametersOf(method);
      const { gradients, losses } = runnerOf(method, episodes)(parameters);
      const turned = runnerOf(method, episodes.toReversed())(parameters);
      expect(turned.gradients.toReversed()).toEqual(gradients);
      expect(turned.losses.toReversed()).toEqual(losses);
    });
  }

  it('with a ridge head gives the same whatever rows of padding stand behind', () => {
    const [tight, wide] = [8, 30].map((supportCapacity) => {
      const method = anilRidgeMethod({ ...RIDGE, supportCapacity }, FEATURES);
      return runnerOf(method, episodes)(parametersOf(method));
    });
    expect(wide).toEqual(tight);
  });
});
