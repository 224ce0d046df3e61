import { describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../../../src/math/random.ts';
import { bayesSteinMean } from '../../../src/strategy/allocation/bayes-stein-mean.ts';
import { shrunkCovariance } from '../../../src/strategy/allocation/shrunk-covariance.ts';
import { classPortfolios } from '../../../src/strategy/learn/class-portfolios.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import { Graph } from '../../../src/strategy/learn/graph/node.ts';
import { table } from '../../../src/strategy/learn/graph/operations/leaf.ts';
import type { Episode, EpisodeSource, SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { classify, classMeans } from '../../../src/strategy/learn/prototype-classes.ts';
import {
  classLogits,
  classProbabilities,
  prototypes,
} from '../../../src/strategy/learn/prototype-distance.ts';
import { prototypical, prototypicalMethod } from '../../../src/strategy/learn/prototypical.ts';
import { resolvePrototypicalSettings } from '../../../src/strategy/learn/prototypical-settings.ts';
import { TrainingProgram } from '../../../src/strategy/learn/training-program.ts';
import { linearTasks, noiseRows } from './task-families.ts';

const SMALL = {
  hidden: [6],
  metaSteps: 60,
  tasksPerStep: 2,
  supportCapacity: 12,
  queryCapacity: 10,
} as const;

describe('prototypes', () => {
  it('and probabilities are those of the exact fixture, to 1e-9 (after tristandeleu/pytorch-meta d55d89e)', () => {
    const graph = new Graph();
    const embeddings = table(graph, [1, 2, 3, 4, 5, 6], [1, 3, 2]);
    // Rows 0 and 1 are of class 0, row 2 of class 2; class 1 is empty and has the zero vector.
    const membership = table(graph, [0.5, 0, 0, 0.5, 0, 0, 0, 0, 1], [1, 3, 3]);
    const centres = prototypes(embeddings, membership);
    const logits = classLogits(table(graph, [2, 2, 0, 1], [1, 2, 2]), centres);
    const chances = classProbabilities(logits, null);
    const program = compileKernels([centres, logits, chances]);
    program.run();
    expect(Array.from(program.values(centres))).toEqual([2, 3, 0, 0, 5, 6]);
    expect(Array.from(program.values(logits))).toEqual([-1, -8, -25, -8, -1, -50]);
    const expected = [
      0.9990889488, 0.0009110511944, 3.771695203e-11, 0.0009110511944, 0.9990889488, 5.238109126e-22,
    ];
    program.values(chances).forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1e-9);
    });
  });
});

describe('classes', () => {
  const settings = resolvePrototypicalSettings({ ...SMALL, classCount: 3, pastTasks: 2, pastRows: 4 });

  it('by label quantiles hold equally many rows, in the order of their labels', () => {
    const support = noiseRows(1, 12, 2);
    const classed = classify({ support, past: [] }, settings);
    const sorted = Array.from(support.labels).sort((a, b) => a - b);
    expect(classed.rows.rows).toBe(12);
    classed.classOf.forEach((one, row) => {
      expect(one).toBe(Math.floor(sorted.indexOf(support.labels[row]!) / 4));
    });
  });

  it('of equal labels leave classes empty, and those say nothing', () => {
    const support = { ...noiseRows(1, 12, 2), labels: new Float64Array(12).fill(0.5) };
    const classed = classify({ support, past: [] }, settings);
    expect(new Set(classed.classOf)).toEqual(new Set([0]));
    expect(Array.from(classMeans(classed))).toEqual([0.5, 0, 0]);
    const { predictor } = prototypical(SMALL).create(2, randomFrom(1)).adapt(support);
    expect(predictor.predict(Float64Array.of(1, 2))).toBeCloseTo(0.5, 12);
  });

  it('of regimes are the support and each of the past tasks most like it', () => {
    const regimes = resolvePrototypicalSettings({ ...SMALL, classes: 'regimes', pastTasks: 2, pastRows: 4 });
    const [support, ...past] = [1, 2, 3, 4].map((seed) => noiseRows(seed, 9, 2));
    const classed = classify({ support: support!, past }, regimes);
    expect(classed.classes).toBe(3);
    expect(classed.rows.rows).toBe(9 + 4 + 4);
    expect(Array.from(classed.classOf)).toEqual([
      ...Array(9).fill(0),
      ...Array(4).fill(1),
      ...Array(4).fill(2),
    ]);
  });

  /** Rows of simple returns by slice and symbol; null where a symbol has none. */
  const panelOf = (returns: readonly (readonly (number | null)[])[], horizonBars = 1): SampleSet => {
    const cells = returns.flatMap((row, slice) =>
      row.flatMap((value, symbol) => (value === null ? [] : [{ slice, symbol: 7 + symbol, value }])),
    );
    return {
      rows: cells.length,
      featureCount: 1,
      features: new Float64Array(cells.length),
      labels: Float64Array.from(cells, ({ value }) => Math.log(1 + value) / 0.05),
      slices: Int32Array.from(cells, ({ slice }) => slice),
      symbols: Int32Array.from(cells, ({ symbol }) => symbol),
      units: new Float64Array(cells.length).fill(0.05),
      horizonBars,
    };
  };

  it('have the growth-optimal portfolio of their own shrunk returns, half of it spread evenly', () => {
    const random = randomFrom(8);
    const returns = Array.from({ length: 40 }, () => {
      const common = 0.02 * random.normal();
      return [0.01 + common + 0.03 * random.normal(), common + 0.02 * random.normal()];
    });
    const other = returns.map(([a, b]) => [b!, a!]);
    const portfolios = classPortfolios({ members: [panelOf(returns, 4), panelOf(other, 4)] });
    const weight = (label: number, symbol: number): number => portfolios.weight(label, symbol);
    const columns = [0, 1].map((symbol) => returns.map((row) => row[symbol]!));
    const sample = shrunkCovariance(columns).covariance;
    // A label of 1 stands for a return of 0.05, so that is their deviation.
    const covariance = sample.map(
      (entry, at) =>
        (0.05 * 0.05 * entry) / Math.sqrt(sample[at < 2 ? 0 : 3]! * sample[at % 2 === 0 ? 0 : 3]!),
    );
    const means = columns.map((column) => column.reduce((a, b) => a + b) / 40);
    const { mean } = bayesSteinMean(means, covariance, 10);
    const growth = (w: number): number =>
      w * mean[0]! +
      (1 - w) * mean[1]! -
      (w * w * covariance[0]! + 2 * w * (1 - w) * covariance[1]! + (1 - w) * (1 - w) * covariance[3]!) / 2;
    const grid = Array.from({ length: 10_001 }, (_, i) => i / 10_000);
    const best = grid.reduce((a, b) => (growth(b) > growth(a) ? b : a));
    expect(best).toBeGreaterThan(0.01);
    expect(best).toBeLessThan(0.99);
    expect(weight(0, 7)).toBeCloseTo(0.25 + best / 2, 3);
    expect(weight(0, 8)).toBeCloseTo(0.75 - best / 2, 3);
    expect(weight(1, 8)).toBeCloseTo(weight(0, 7), 12);
  });

  it('have even weights where nothing is known of a class or of a symbol, and leave out a symbol that is seldom there', () => {
    const seldom = [
      [0.02, -0.01, 0.5],
      [0.01, -0.02, null],
      [0.03, -0.03, null],
      [0.02, -0.01, null],
      [0.01, -0.01, null],
    ];
    const constant = panelOf(Array.from({ length: 6 }, () => [0.01, 0.01]));
    const portfolios = classPortfolios({ members: [panelOf(seldom), constant, panelOf([[0.5, 0.1]])] });
    const weight = (label: number, symbol: number): number => portfolios.weight(label, symbol);
    expect(weight(0, 9)).toBeCloseTo(1 / 6, 12);
    expect(weight(0, 7) + weight(0, 8) + weight(0, 9)).toBeCloseTo(1, 12);
    expect(weight(0, 7)).toBeGreaterThan(weight(0, 8));
    for (const one of [1, 2, 3]) expect(weight(one, 7)).toBeCloseTo(1 / 3, 12);
    expect(weight(0, 99)).toBeCloseTo(1 / 3, 12);
  });
});

/** Three symbols; one feature tells which regime a slice is in, and in each regime another symbol earns. */
function regimePanels(): EpisodeSource {
  const panel = (slices: number, random: Random): SampleSet => {
    const rows = 3 * slices;
    const regimes = Array.from({ length: slices }, () => random.integer(3));
    const regimeOf = (row: number): number => regimes[Math.floor(row / 3)]!;
    return {
      rows,
      featureCount: 1,
      features: Float64Array.from({ length: rows }, (_, row) => regimeOf(row) - 1 + 0.05 * random.normal()),
      labels: Float64Array.from({ length: rows }, (_, row) => (row % 3 === regimeOf(row) ? 1 : -1)),
      slices: Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 3)),
      symbols: Int32Array.from({ length: rows }, (_, row) => row % 3),
      units: new Float64Array(rows).fill(0.02),
    };
  };
  return (random): Episode => ({ support: panel(8, random), query: panel(8, random) });
}

describe('a prototypical network', () => {
  it.each([
    ['by label quantiles', {}],
    ['by label quantiles under the Huber loss', { loss: 'huber' }],
    ['of regimes', { classes: 'regimes', pastTasks: 3, pastRows: 5 }],
    ['of portfolios', { loss: 'log-wealth', turnoverCost: 0.01 }],
  ] as const)('trains on the loss that its predictors have: %s', (_, changes) => {
    const settings = resolvePrototypicalSettings({
      ...SMALL,
      ...changes,
      supportCapacity: 24,
      queryCapacity: 24,
    });
    const learner = prototypical(settings).create(1, randomFrom(1));
    const program = new TrainingProgram(prototypicalMethod(settings, 1), compileKernels);
    const episodes = [1, 2].map((seed) => {
      const past = [5, 6].map((other) => regimePanels()(randomFrom(10 * seed + other)).support);
      return { ...regimePanels()(randomFrom(seed)), past };
    });
    episodes.forEach((episode, task) => {
      program.load(task, episode, randomFrom(1));
    });
    program.run(learner.checkpoint().parameters);
    episodes.forEach(({ support, query, past }, task) => {
      const { predictor } = learner.adapt(support, past);
      expect(program.queryLoss(task)).toBeCloseTo(learner.lossOf!(predictor, query), 9);
    });
  });

  it('learns to tell regimes apart where its classes are trained', () => {
    const factory = prototypical({
      ...SMALL,
      objective: 'class',
      classCount: 2,
      metaSteps: 150,
      outerRate: 0.01,
    });
    const learner = factory.create(3, randomFrom(1));
    const losses = Array.from(learner.train(linearTasks(3, 12), randomFrom(2)), ({ queryLoss }) => queryLoss);
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(losses.slice(-20))).toBeLessThan(0.9 * mean(losses.slice(0, 20)));
    expect(mean(losses.slice(-20))).toBeLessThan(Math.log(2));
  });

  it('does not depend on the order of the support rows, and embeds the task', () => {
    const learner = prototypical(SMALL).create(2, randomFrom(1));
    const support = noiseRows(3, 9, 2);
    const turned: SampleSet = {
      ...support,
      features: Float64Array.from({ length: 18 }, (_, i) => support.features[(8 - (i >> 1)) * 2 + (i % 2)]!),
      labels: support.labels.toReversed(),
    };
    const [one, other] = [learner.adapt(support), learner.adapt(turned)];
    const row = Float64Array.of(0.3, -0.4);
    expect(other.predictor.predict(row)).toBeCloseTo(one.predictor.predict(row), 12);
    expect(one.embedding).toHaveLength(16);
    one.embedding!.forEach((value, i) => {
      expect(other.embedding![i]).toBeCloseTo(value, 12);
    });
  });

  it('refuses to train the classes of regimes', () => {
    expect(() => prototypical({ classes: 'regimes', objective: 'class' })).toThrow(
      /^E_PARAMETER_INVALID prototypical\.objective/,
    );
    expect(() => prototypical({ loss: 'quantiles' as never })).toThrow(
      /^E_PARAMETER_INVALID prototypical\.loss/,
    );
  });
});
