import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHandMetaGradient, handScratch } from '../../../bench/hand-written-maml.ts';
import { randomFrom } from '../../../src/math/random.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import { gradient } from '../../../src/strategy/learn/graph/gradient.ts';
import { Graph, type Node } from '../../../src/strategy/learn/graph/node.ts';
import { input, parameter } from '../../../src/strategy/learn/graph/operations/leaf.ts';
import { matmul } from '../../../src/strategy/learn/graph/operations/matmul.ts';
import { scale } from '../../../src/strategy/learn/graph/operations/scale.ts';
import { square } from '../../../src/strategy/learn/graph/operations/square.ts';
import { unrollInnerLoop } from '../../../src/strategy/learn/inner-loop.ts';
import { squaredErrorMean } from '../../../src/strategy/learn/loss.ts';
import { mamlMethod } from '../../../src/strategy/learn/maml.ts';
import { type MamlSettings, resolveMamlSettings } from '../../../src/strategy/learn/maml-settings.ts';
import { metaGradient } from '../../../src/strategy/learn/meta-gradient.ts';
import type { Episode } from '../../../src/strategy/learn/meta-learner.ts';
import { initialParameters, multilayerPerceptron } from '../../../src/strategy/learn/network.ts';
import { TrainingProgram } from '../../../src/strategy/learn/training-program.ts';
import { noiseRows } from './task-families.ts';

interface LinearRun {
  readonly loss: number;
  readonly gradient: readonly number[];
}

/** The model y = w·x under the loss ½(w·x)² of one row, through the real graph. */
function linearMetaGradient(support: number[], query: number[], order: 'first' | 'second'): LinearRun {
  const graph = new Graph();
  const w = parameter(graph, 'w', [1, 3, 1]);
  const supportRow = input(graph, 'support', [1, 1, 3]);
  const queryRow = input(graph, 'query', [1, 1, 3]);
  const lossOn = (row: Node) => (parameters: readonly Node[]) =>
    scale(square(matmul(row, parameters[0]!)), 0.5);
  const settings = { innerSteps: 1, innerRate: 0.5, innerClip: null, order };
  const adapt = (parameters: readonly Node[]) =>
    unrollInnerLoop(parameters, lossOn(supportRow), settings).adapted;
  const { queryLoss, taskGradients } = metaGradient([w], adapt, lossOn(queryRow));
  const program = compileKernels([queryLoss, ...taskGradients]);
  program.values(w).set([2, 3, 5]);
  program.values(supportRow).set(support);
  program.values(queryRow).set(query);
  program.run();
  return { loss: program.values(queryLoss)[0]!, gradient: Array.from(program.values(taskGradients[0]!)) };
}

/** A meta-gradient of the real learner's network, and what it was taken from. */
interface NetworkCase {
  readonly settings: MamlSettings;
  readonly episodes: readonly Episode[];
  readonly parameters: Float64Array;
}

const FEATURES = 3;

function taskGradientsOf({ settings, episodes, parameters }: NetworkCase): {
  readonly losses: readonly number[];
  readonly gradients: readonly Float64Array[];
} {
  const full = resolveMamlSettings({ ...settings, tasksPerStep: episodes.length });
  const featureCount = episodes[0]!.support.featureCount;
  const method = mamlMethod(full, featureCount);
  const { network } = method;
  const program = new TrainingProgram(method, compileKernels);
  for (let task = 0; task < episodes.length; task++) program.load(task, episodes[task]!, randomFrom(1));
  program.run(parameters);
  return {
    losses: episodes.map((_, task) => program.queryLoss(task)),
    gradients: episodes.map((_, task) => {
      const total = new Float64Array(network.parameterCount);
      program.addGradient(task, total);
      return total;
    }),
  };
}

function networkCase(settings: MamlSettings, tasks = 3): NetworkCase {
  const full = resolveMamlSettings(settings);
  const network = multilayerPerceptron([FEATURES, ...full.hidden, 1], full.activation);
  const parameters = initialParameters(network, 'glorot', randomFrom(3));
  for (let i = 0; i < parameters.length; i++) parameters[i]! += 0.1 * Math.sin(i);
  const episodes = Array.from({ length: tasks }, (_, task) => ({
    support: noiseRows(2 * task, 4 + task, FEATURES),
    query: noiseRows(2 * task + 1, 5 - task, FEATURES),
  }));
  return { settings, episodes, parameters };
}

function expectMatchesDifferences(subject: NetworkCase, tolerance: number): void {
  const { gradients } = taskGradientsOf(subject);
  const largest = Math.max(...gradients.flatMap((values) => Array.from(values, Math.abs)));
  const step = 1e-5;
  for (let i = 0; i < subject.parameters.length; i++) {
    const moved = (by: number): readonly number[] =>
      taskGradientsOf({
        ...subject,
        parameters: subject.parameters.with(i, subject.parameters[i]! + by),
      }).losses;
    const above = moved(step);
    const below = moved(-step);
    gradients.forEach((exact, task) => {
      const difference = (above[task]! - below[task]!) / (2 * step);
      expect(Math.abs(difference - exact[i]!)).toBeLessThanOrEqual(tolerance * Math.max(1, largest));
    });
  }
}

const SMALL: MamlSettings = { hidden: [4, 3], innerRate: 0.2, supportCapacity: 8, queryCapacity: 8 };

describe('the exact gradients of tristandeleu/pytorch-meta (d55d89e, test_gradient_based.py)', () => {
  it('are met to the bit in second order', () => {
    expect(linearMetaGradient([1, 2, 3], [4, 5, 6], 'second')).toEqual({
      loss: 49612.5,
      gradient: [3780, 8505, 13230],
    });
  });

  it('are met to the bit in first order, where second order gives something else', () => {
    expect(linearMetaGradient([4, 5, 6], [1, 2, 3], 'first')).toEqual({
      loss: 340312.5,
      gradient: [-825, -1650, -2475],
    });
    expect(linearMetaGradient([4, 5, 6], [1, 2, 3], 'second').gradient).not.toEqual([-825, -1650, -2475]);
  });
});

describe('the meta-gradient of a tanh network with two hidden layers and padded rows', () => {
  it('matches differences through one, two and four inner steps', () => {
    for (const innerSteps of [1, 2, 4]) {
      expectMatchesDifferences(networkCase({ ...SMALL, innerSteps, innerClip: null }), 1e-6);
    }
  });

  it('matches differences where the inner gradient is clipped, since clipping is part of the graph', () => {
    expectMatchesDifferences(networkCase({ ...SMALL, innerSteps: 3, innerClip: 0.3 }), 1e-6);
  });

  it('of a relu network matches differences away from the kinks', () => {
    expectMatchesDifferences(networkCase({ ...SMALL, activation: 'relu', innerSteps: 2 }), 1e-6);
  });

  it('is not that of first order', () => {
    const second = taskGradientsOf(networkCase({ ...SMALL, innerSteps: 2 })).gradients;
    const first = taskGradientsOf(networkCase({ ...SMALL, innerSteps: 2, order: 'first' })).gradients;
    expect(first).not.toEqual(second);
  });
});

describe('identities of the meta-gradient', () => {
  it('with the rate 0 it is the plain query gradient', () => {
    const subject = networkCase({ ...SMALL, innerRate: 0, innerSteps: 3 });
    const swapped = subject.episodes.map(({ query }) => ({ support: query, query }));
    expect(taskGradientsOf(subject).gradients).toEqual(
      taskGradientsOf({ ...subject, episodes: swapped, settings: { ...subject.settings, order: 'first' } })
        .gradients,
    );
    expectMatchesDifferences(subject, 1e-6);
  });

  it('in first order it is the query gradient at the adapted parameters', () => {
    const subject = networkCase({ ...SMALL, innerSteps: 1, innerClip: null, order: 'first' }, 1);
    const rate = SMALL.innerRate!;
    const [episode] = subject.episodes;
    const plain = { ...subject, settings: { ...subject.settings, innerRate: 0 } };
    const onSupport = { support: episode!.query, query: episode!.support };
    const inner = taskGradientsOf({ ...plain, episodes: [onSupport] }).gradients[0]!;
    const adapted = subject.parameters.map((value, i) => value - rate * inner[i]!);
    const atCopy = taskGradientsOf({ ...plain, parameters: adapted }).gradients[0]!;
    taskGradientsOf(subject).gradients[0]!.forEach((value, i) => {
      expect(value).toBeCloseTo(atCopy[i]!, 12);
    });
  });

  it('of a linear model is the query gradient through (I − αA)′ for each step, A = 2X′X/n', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 4 }), (seed, innerSteps) => {
        const { exact, expected } = linearModelGradients(seed, innerSteps);
        expected.forEach((value, i) => {
          expect(exact[i]).toBeCloseTo(value, 10);
        });
      }),
      { seed: 5, numRuns: 25 },
    );
  });

  it.each([1, 4])(
    'equals the hand-derived one with Hessian-vector products, through %i steps',
    (innerSteps) => {
      const settings = { hidden: [5], innerSteps, innerRate: 0.1, innerClip: null, labelLimit: null };
      const subject = networkCase(settings, 3);
      const { gradients } = taskGradientsOf(subject);
      const scratch = handScratch({ featureCount: FEATURES, hidden: 5, rows: 8, innerSteps });
      subject.episodes.forEach((episode, task) => {
        const total = new Float64Array(subject.parameters.length);
        const support = { ...episode.support, hidden: 5 };
        const query = { ...episode.query, hidden: 5 };
        addHandMetaGradient(subject.parameters, { support, query, rate: 0.1 }, scratch, total);
        total.forEach((value, i) => {
          expect(Math.abs(value - gradients[task]![i]!)).toBeLessThanOrEqual(1e-12);
        });
      });
    },
  );

  it('padding rows change no bit', () => {
    const tight = networkCase({ ...SMALL, innerSteps: 3, supportCapacity: 6, queryCapacity: 5 });
    const wide = { ...tight, settings: { ...tight.settings, supportCapacity: 41, queryCapacity: 64 } };
    expect(taskGradientsOf(wide)).toEqual(taskGradientsOf(tight));
  });

  it('the place of a task in the batch, and its neighbours, change no bit of its gradient', () => {
    const subject = networkCase({ ...SMALL, innerSteps: 3 });
    const { losses, gradients } = taskGradientsOf(subject);
    const turned = taskGradientsOf({ ...subject, episodes: subject.episodes.toReversed() });
    expect(turned.gradients.toReversed()).toEqual(gradients);
    subject.episodes.forEach((episode, task) => {
      const alone = taskGradientsOf({ ...subject, episodes: [episode] });
      expect(alone).toEqual({ losses: [losses[task]], gradients: [gradients[task]] });
    });
  });
});

/** y = w·x under the mean squared error: the graph's meta-gradient, and the closed form in plain loops. */
function linearModelGradients(
  seed: number,
  innerSteps: number,
): { readonly exact: Float64Array; readonly expected: number[] } {
  const rate = 0.05;
  const support = noiseRows(seed, 6, FEATURES);
  const query = noiseRows(seed + 5000, 4, FEATURES);
  const w = Array.from(noiseRows(seed + 9000, 1, FEATURES).features);
  const graph = new Graph();
  const node = parameter(graph, 'w', [1, FEATURES, 1]);
  const lossOn = (name: string, rows: number) => {
    const features = input(graph, `${name} features`, [1, rows, FEATURES]);
    const labels = input(graph, `${name} labels`, [1, rows, 1]);
    const weights = input(graph, `${name} weights`, [1, rows, 1]);
    return { features, labels, weights };
  };
  const supportRows = lossOn('support', 6);
  const queryRows = lossOn('query', 4);
  const loss = (rows: typeof supportRows) => (parameters: readonly Node[]) =>
    squaredErrorMean(matmul(rows.features, parameters[0]!), rows);
  const settings = { innerSteps, innerRate: rate, innerClip: null, order: 'second' } as const;
  const { taskGradients } = metaGradient(
    [node],
    (parameters) => unrollInnerLoop(parameters, loss(supportRows), settings).adapted,
    loss(queryRows),
  );
  const program = compileKernels(taskGradients);
  program.values(node).set(w);
  for (const [rows, samples] of [
    [supportRows, support],
    [queryRows, query],
  ] as const) {
    program.values(rows.features).set(samples.features);
    program.values(rows.labels).set(samples.labels);
    program.values(rows.weights).fill(1 / samples.rows);
  }
  program.run();
  let adapted = w;
  for (let step = 0; step < innerSteps; step++) {
    const slope = leastSquaresGradient(support, adapted);
    adapted = adapted.map((value, i) => value - rate * slope[i]!);
  }
  let expected = leastSquaresGradient(query, adapted);
  for (let step = 0; step < innerSteps; step++) {
    const curved = hessianTimes(support, expected);
    expected = expected.map((value, i) => value - rate * curved[i]!);
  }
  return { exact: Float64Array.from(program.values(taskGradients[0]!)), expected };
}

function leastSquaresGradient(
  { rows, features, labels }: Episode['support'],
  w: readonly number[],
): number[] {
  const slope = w.map(() => 0);
  for (let row = 0; row < rows; row++) {
    const x = Array.from(features.subarray(row * FEATURES, (row + 1) * FEATURES));
    const error = x.reduce((sum, value, i) => sum + value * w[i]!, 0) - labels[row]!;
    x.forEach((value, i) => {
      slope[i]! += (2 * error * value) / rows;
    });
  }
  return slope;
}

function hessianTimes(samples: Episode['support'], direction: readonly number[]): number[] {
  const unlabelled = { ...samples, labels: new Float64Array(samples.rows) };
  return leastSquaresGradient(unlabelled, direction);
}

describe('the gradient with respect to nodes that depend on each other', () => {
  it('is total, not partial', () => {
    const graph = new Graph();
    const x = parameter(graph, 'x', [1, 1, 1]);
    const y = square(x);
    const [forX, forY] = gradient(square(y), [x, y]);
    const program = compileKernels([forX!, forY!]);
    program.values(x)[0] = 3;
    program.run();
    expect([program.values(forX!)[0], program.values(forY!)[0]]).toEqual([108, 18]);
  });
});
