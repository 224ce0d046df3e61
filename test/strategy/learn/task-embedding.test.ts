import { describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../../../src/math/random.ts';
import { assetGraph } from '../../../src/strategy/learn/asset-graph.ts';
import { cavia } from '../../../src/strategy/learn/cavia.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import type { EpisodeSource, MetaLearner, SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { taskEmbedding, taskEmbeddingMethod } from '../../../src/strategy/learn/task-embedding.ts';
import {
  resolveTaskEmbeddingSettings,
  type TaskEmbeddingSettings,
} from '../../../src/strategy/learn/task-embedding-settings.ts';
import { TrainingProgram } from '../../../src/strategy/learn/training-program.ts';
import { meanSquaredError, noiseRows } from './task-families.ts';

const SMALL = {
  hidden: [6],
  embeddingUnits: 4,
  metaSteps: 200,
  tasksPerStep: 4,
  supportCapacity: 16,
  queryCapacity: 16,
  outerRate: 0.01,
  pastTasks: 3,
  pastRows: 6,
  assetCapacity: 5,
} as const;
const ENCODERS = ['meta-features', 'set-attention', 'segment-attention', 'asset-graph'] as const;

/** Assets of two kinds with opposite slopes; those of one kind move together. */
function assetTasks(assets = 4, slices = 4): EpisodeSource {
  const setOf = (kinds: readonly number[], random: Random): SampleSet => {
    const rows = assets * slices;
    const features = Float64Array.from({ length: rows }, () => random.normal());
    const correlations = Float64Array.from({ length: assets * assets }, (_, at) => {
      const [a, b] = [Math.floor(at / assets), at % assets];
      return a === b ? 1 : kinds[a] === kinds[b] ? 0.8 : -0.2;
    });
    return {
      rows,
      featureCount: 1,
      features,
      labels: features.map((value, row) => kinds[row % assets]! * value + 0.1 * random.normal()),
      slices: Int32Array.from(features, (_, row) => Math.floor(row / assets)),
      symbols: Int32Array.from(features, (_, row) => 10 + (row % assets)),
      units: new Float64Array(rows).fill(0.02),
      context: {
        metaFeatures: new Float64Array(13),
        symbols: Int32Array.from({ length: assets }, (_, i) => 10 + i),
        correlations,
      },
    };
  };
  return (random) => {
    const kinds = Array.from({ length: assets }, () => (random.integer(2) === 0 ? 1 : -1));
    return { support: setOf(kinds, random), query: setOf(kinds, random) };
  };
}

function trained(learner: MetaLearner, source: EpisodeSource): MetaLearner {
  for (const _ of learner.train(source, randomFrom(2)));
  return learner;
}

function reversed(set: SampleSet): SampleSet {
  const { rows, featureCount } = set;
  return {
    ...set,
    features: Float64Array.from({ length: rows * featureCount }, (_, i) => {
      return set.features[(rows - 1 - Math.floor(i / featureCount)) * featureCount + (i % featureCount)]!;
    }),
    labels: set.labels.toReversed(),
    ...(set.slices ? { slices: set.slices.toReversed() } : {}),
    ...(set.symbols ? { symbols: set.symbols.toReversed() } : {}),
  };
}

describe('a network conditioned by a task embedding', () => {
  it.each(ENCODERS)('trains on the loss that its predictors have: %s', (encoder) => {
    const settings = resolveTaskEmbeddingSettings({ ...SMALL, encoder, labelLimit: null, tasksPerStep: 2 });
    const learner = trained(
      taskEmbedding({ ...settings, metaSteps: 3 }).create(1, randomFrom(1)),
      assetTasks(),
    );
    const program = new TrainingProgram(taskEmbeddingMethod(settings, 1), compileKernels);
    const episodes = [1, 2].map((seed) => {
      const past = [5, 6].map((other) => assetTasks()(randomFrom(10 * seed + other)).support);
      return { ...assetTasks()(randomFrom(seed)), past };
    });
    episodes.forEach((episode, task) => {
      program.load(task, episode, randomFrom(1));
    });
    program.run(learner.checkpoint().parameters);
    episodes.forEach(({ support, query, past }, task) => {
      const { predictor, embedding } = learner.adapt(support, past);
      expect(embedding).toHaveLength(4);
      expect(program.queryLoss(task)).toBeCloseTo(learner.lossOf!(predictor, query), 11);
    });
  });

  it.each(['set-attention', 'segment-attention', 'asset-graph'] as const)(
    'does not depend on the order of the support rows: %s',
    (encoder) => {
      const learner = trained(
        taskEmbedding({ ...SMALL, metaSteps: 5, encoder }).create(1, randomFrom(1)),
        assetTasks(),
      );
      const { support } = assetTasks()(randomFrom(7));
      const past = [assetTasks()(randomFrom(8)).support];
      const [one, other] = [learner.adapt(support, past), learner.adapt(reversed(support), past)];
      one.embedding!.forEach((value, i) => {
        expect(other.embedding![i]).toBeCloseTo(value, 12);
      });
      const row = Float64Array.of(0.7);
      for (const symbol of [10, 11, 12, 13, 99]) {
        expect(other.predictor.predict(row, symbol)).toBeCloseTo(one.predictor.predict(row, symbol), 12);
      }
    },
  );

  it.each(['set-attention', 'segment-attention'] as const)('learns from its support: %s', (encoder) => {
    // An only asset: each task has the slope 1 or −1.
    const source = assetTasks(1, 12);
    const learner = trained(
      taskEmbedding({ ...SMALL, metaSteps: 300, encoder }).create(1, randomFrom(1)),
      source,
    );
    let adapted = 0;
    let plain = 0;
    for (let seed = 500; seed < 540; seed++) {
      const { support, query } = source(randomFrom(seed));
      const { predictor } = learner.adapt(support);
      adapted += meanSquaredError((row) => predictor.predict(row), query);
      plain += meanSquaredError((row) => learner.initial().predict(row), query);
    }
    expect(adapted).toBeLessThan(0.3 * plain);
  });

  it('reads past tasks where its own rows say nothing', () => {
    const taskOf = (slope: number, rows: number, random: Random): SampleSet => {
      const features = Float64Array.from({ length: rows }, () => random.normal());
      return { rows, featureCount: 1, features, labels: features.map((x) => slope * x) };
    };
    const source: EpisodeSource = (random) => {
      const slope = random.integer(2) === 0 ? 1 : -1;
      const empty = { ...taskOf(0, 3, random), features: new Float64Array(3) };
      return { support: empty, query: taskOf(slope, 10, random), past: [taskOf(slope, 10, random)] };
    };
    const learner = trained(
      taskEmbedding({ ...SMALL, metaSteps: 300, encoder: 'segment-attention' }).create(1, randomFrom(1)),
      source,
    );
    let withPast = 0;
    let without = 0;
    for (let seed = 0; seed < 30; seed++) {
      const { support, query, past } = source(randomFrom(700 + seed));
      const [one, other] = [learner.adapt(support, past).predictor, learner.adapt(support).predictor];
      withPast += meanSquaredError((row) => one.predict(row), query);
      without += meanSquaredError((row) => other.predict(row), query);
    }
    expect(withPast).toBeLessThan(0.3 * without);
  });
});

describe('the graph of assets', () => {
  const settings: TaskEmbeddingSettings = { ...SMALL, encoder: 'asset-graph', metaSteps: 300 };

  it('gives every asset a network of its own, which knows its kind', () => {
    const learner = trained(taskEmbedding(settings).create(1, randomFrom(1)), assetTasks());
    let error = 0;
    for (let seed = 600; seed < 620; seed++) {
      const { support, query } = assetTasks()(randomFrom(seed));
      error += learner.lossOf!(learner.adapt(support).predictor, query) / 20;
    }
    expect(error).toBeLessThan(0.4);
  });

  it('is equivariant: renamed assets have the embeddings of their old names', () => {
    const learner = trained(
      taskEmbedding({ ...settings, metaSteps: 5 }).create(1, randomFrom(1)),
      assetTasks(),
    );
    const { support } = assetTasks()(randomFrom(3));
    const renamed: SampleSet = {
      ...support,
      symbols: support.symbols!.map((symbol) => 23 - symbol),
      context: { ...support.context!, symbols: support.context!.symbols.map((symbol) => 23 - symbol) },
    };
    const [one, other] = [learner.adapt(support).predictor, learner.adapt(renamed).predictor];
    const row = Float64Array.of(0.4);
    for (const symbol of [10, 11, 12, 13]) {
      expect(other.predict(row, 23 - symbol)).toBeCloseTo(one.predict(row, symbol), 12);
    }
  });

  it('keeps an isolated asset to itself: what the others do changes nothing for it', () => {
    const learner = trained(
      taskEmbedding({ ...settings, metaSteps: 5 }).create(1, randomFrom(1)),
      assetTasks(),
    );
    const { support } = assetTasks()(randomFrom(3));
    const context = {
      ...support.context!,
      correlations: support.context!.correlations.map((value, at) => {
        const [a, b] = [Math.floor(at / 4), at % 4];
        return a === b || (a > 0 && b > 0) ? Math.abs(value) : 0;
      }),
    };
    const isolated = { ...support, context };
    const others = {
      ...isolated,
      labels: support.labels.map((label, row) => (support.symbols![row] === 10 ? label : 3 - label)),
    };
    const [one, other] = [learner.adapt(isolated).predictor, learner.adapt(others).predictor];
    const row = Float64Array.of(0.4);
    expect(other.predict(row, 10)).toBe(one.predict(row, 10));
    expect(other.predict(row, 11)).not.toBe(one.predict(row, 11));
  });

  it('is normalised by degrees, and joins only assets above the limit', () => {
    const { support } = assetTasks(2, 2)(randomFrom(3));
    const joined = {
      ...support,
      context: { ...support.context!, correlations: Float64Array.of(1, 0.5, 0.5, 1) },
    };
    const { symbols, adjacency } = assetGraph(joined, 5, 0.3);
    expect(symbols).toEqual([10, 11]);
    expect(Array.from(adjacency)).toEqual([1 / 1.5, 0.5 / 1.5, 0.5 / 1.5, 1 / 1.5]);
    expect(Array.from(assetGraph(joined, 5, 0.5).adjacency)).toEqual([1, 0, 0, 1]);
    expect(assetGraph(joined, 1, 0.3).symbols).toEqual([10]);
    const { symbols: _, context: __, ...plain } = joined;
    expect(assetGraph(plain, 5, 0.3)).toMatchObject({ symbols: [0], adjacency: Float64Array.of(1) });
  });
});

describe('CAVIA', () => {
  it('moves the context alone: the weights of the first layer and all later ones stay', () => {
    const learner = cavia({ hidden: [5], metaSteps: 3, contextUnits: 3 }).create(2, randomFrom(1));
    const { predictor, embedding } = learner.adapt(noiseRows(1, 8, 2));
    expect(embedding).toHaveLength(3);
    expect(embedding!.every((value) => value !== 0)).toBe(true);
    expect(predictor.parametersHash).not.toBe(learner.initial().parametersHash);
    // A context shifts the units before their activation by the same amounts for every row.
    const still = cavia({ hidden: [5], metaSteps: 3, contextUnits: 3, innerRate: 0 }).create(
      2,
      randomFrom(1),
    );
    expect(still.adapt(noiseRows(1, 8, 2)).predictor.parametersHash).toBe(still.initial().parametersHash);
  });
});
