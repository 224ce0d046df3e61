import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { cosineAttention } from '../../../src/strategy/learn/cosine-attention.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import { Graph } from '../../../src/strategy/learn/graph/node.ts';
import { constant, input } from '../../../src/strategy/learn/graph/operations/leaf.ts';
import { matching, matchingMethod } from '../../../src/strategy/learn/matching.ts';
import { MatchingPredictor } from '../../../src/strategy/learn/matching-predictor.ts';
import { resolveMatchingSettings } from '../../../src/strategy/learn/matching-settings.ts';
import type { SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { multilayerPerceptron } from '../../../src/strategy/learn/network.ts';
import { TrainingProgram } from '../../../src/strategy/learn/training-program.ts';
import { linearTasks, meanSquaredError, noiseRows } from './task-families.ts';

/** Embeddings and classes of the exact fixtures (after tristandeleu/pytorch-meta d55d89e, torchmeta/tests/utils). */
const EMBEDDINGS = [1, 2, 3, 4, 5, 6];
const QUERIES = [2, 2, 0, 1];
const FIRST_CLASS = [0.6607824939, 0.6842243017];
const LAST_CLASS = [0.3392175061, 0.3157756983];

/** The attention's mean of some labels for both queries, with padding behind the rows. */
function attended(labels: readonly number[], padding: number): number[] {
  const graph = new Graph();
  const rows = 3 + padding;
  const embeddings = input(graph, 'embeddings', [1, rows, 2]);
  const labelNode = input(graph, 'labels', [1, rows, 1]);
  const weights = input(graph, 'weights', [1, rows, 1]);
  const queries = input(graph, 'queries', [1, 2, 2]);
  const inverse = constant(graph, 1, [1, 1, 1]);
  const output = cosineAttention(queries, { embeddings, labels: labelNode, weights }, inverse);
  const program = compileKernels([output]);
  program.values(embeddings).set(EMBEDDINGS);
  program.values(labelNode).set(labels);
  program.values(weights).set([1 / 3, 1 / 3, 1 / 3]);
  program.values(queries).set(QUERIES);
  program.run();
  return Array.from(program.values(output));
}

describe('cosine attention', () => {
  it('gives the class probabilities of the exact fixture to 1e-9, with and without padding', () => {
    for (const padding of [0, 4]) {
      attended([1, 1, 0], padding).forEach((value, i) => {
        expect(Math.abs(value - FIRST_CLASS[i]!)).toBeLessThanOrEqual(1e-9);
      });
      attended([0, 0, 1], padding).forEach((value, i) => {
        expect(Math.abs(value - LAST_CLASS[i]!)).toBeLessThanOrEqual(1e-9);
      });
    }
  });

  it('of the predictor is the same', () => {
    const identity = multilayerPerceptron([2, 2], 'tanh');
    const support: SampleSet = {
      rows: 3,
      featureCount: 2,
      features: Float64Array.from(EMBEDDINGS),
      labels: Float64Array.of(1, 1, 0),
    };
    const parameters = Float64Array.of(1, 0, 0, 1, 0, 0);
    const predictor = new MatchingPredictor(identity, parameters, { support, temperature: 1 });
    expect(Math.abs(predictor.predict(Float64Array.of(2, 2)) - FIRST_CLASS[0]!)).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(predictor.predict(Float64Array.of(0, 1)) - FIRST_CLASS[1]!)).toBeLessThanOrEqual(1e-9);
  });
});

const SMALL = {
  hidden: [6],
  metaSteps: 20,
  tasksPerStep: 2,
  supportCapacity: 10,
  queryCapacity: 10,
} as const;

describe('a matching network', () => {
  it('trains on the loss that its predictors have', () => {
    const settings = resolveMatchingSettings({ ...SMALL, labelLimit: null });
    const program = new TrainingProgram(matchingMethod(settings, 3), compileKernels);
    const learner = matching(settings).create(3, randomFrom(1));
    const episodes = [1, 2].map((seed) => linearTasks(3, 6 + seed)(randomFrom(seed)));
    episodes.forEach((episode, task) => {
      program.load(task, episode, randomFrom(1));
    });
    program.run(learner.checkpoint().parameters);
    episodes.forEach(({ support, query }, task) => {
      const { predictor } = learner.adapt(support);
      const error = meanSquaredError((row) => predictor.predict(row), query);
      expect(program.queryLoss(task)).toBeCloseTo(error, 12);
    });
  });

  it('predicts within the range of the labels, whatever the order of the rows', () => {
    const learner = matching(SMALL).create(3, randomFrom(1));
    const support = noiseRows(3, 9, 3);
    const turned: SampleSet = {
      ...support,
      features: Float64Array.from(
        { length: 27 },
        (_, i) => support.features[(8 - Math.floor(i / 3)) * 3 + (i % 3)]!,
      ),
      labels: support.labels.toReversed(),
    };
    const { predictor } = learner.adapt(support);
    const other = learner.adapt(turned).predictor;
    const queries = noiseRows(4, 20, 3).features;
    for (let row = 0; row < 20; row++) {
      const query = queries.slice(3 * row, 3 * row + 3);
      const value = predictor.predict(query);
      expect(value).toBeGreaterThanOrEqual(Math.min(...support.labels));
      expect(value).toBeLessThanOrEqual(Math.max(...support.labels));
      expect(other.predict(query)).toBeCloseTo(value, 13);
    }
  });

  it('predicts 0 without a memory, and the label of an only row', () => {
    const learner = matching(SMALL).create(3, randomFrom(1));
    const row = Float64Array.of(0.1, 0.2, 0.3);
    expect(learner.initial().predict(row)).toBe(0);
    const one = noiseRows(5, 1, 3);
    expect(learner.adapt(one).predictor.predict(row)).toBeCloseTo(one.labels[0]!, 14);
  });

  it('keeps its temperature within the range, and refuses another', () => {
    const learner = matching({ ...SMALL, outerRate: 1, temperature: 0.05 }).create(3, randomFrom(1));
    for (const _ of learner.train(linearTasks(3, 10), randomFrom(2)));
    const temperature = Math.exp(learner.checkpoint().parameters.at(-1)!);
    expect(temperature).toBeGreaterThanOrEqual(0.05 * (1 - 1e-12));
    expect(temperature).toBeLessThanOrEqual(10 * (1 + 1e-12));
    expect(() => matching({ temperature: 0.01 })).toThrow(/^E_PARAMETER_INVALID matching\.temperature/);
    expect(() => matching({ embeddingUnits: 0 })).toThrow(/^E_PARAMETER_INVALID matching\.embeddingUnits/);
  });
});
