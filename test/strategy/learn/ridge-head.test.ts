import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import { Graph } from '../../../src/strategy/learn/graph/node.ts';
import { constant } from '../../../src/strategy/learn/graph/operations/leaf.ts';
import type { SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { ridgeHead } from '../../../src/strategy/learn/ridge-head.ts';
import { rollingRidge } from '../../../src/strategy/learn/rolling-ridge.ts';
import { writeRows } from '../../../src/strategy/learn/sample-rows.ts';
import { rowArrays, rowInputs } from '../../../src/strategy/learn/task-batch.ts';
import { noiseRows } from './task-families.ts';

interface Head {
  readonly weights: number[];
  readonly bias: number;
}

/** The heads of some tasks in one graph, with `capacity` rows for each. */
function headsOf(tasks: readonly SampleSet[], ridge: number, capacity: number): readonly Head[] {
  const graph = new Graph();
  const { featureCount } = tasks[0]!;
  const rows = rowInputs(graph, 'support', { tasks: tasks.length, capacity, featureCount });
  const { weights, bias } = ridgeHead(rows.features, rows, constant(graph, ridge, [1, 1, 1]));
  const program = compileKernels([weights, bias]);
  tasks.forEach((samples, task) => {
    writeRows(samples, rowArrays(program, rows), task, null);
  });
  program.run();
  return tasks.map((_, task) => ({
    weights: Array.from(program.values(weights).slice(task * featureCount, (task + 1) * featureCount)),
    bias: program.values(bias)[task]!,
  }));
}

/** The gradient of Σ(x·w + b − y)²/n + λ(|w|² + b²) in plain loops. */
function objectiveGradient(samples: SampleSet, { weights, bias }: Head, ridge: number): number[] {
  const { rows, featureCount, features, labels } = samples;
  const slopes = [...weights, bias].map((value) => 2 * ridge * value);
  for (let row = 0; row < rows; row++) {
    const x = [...features.subarray(row * featureCount, (row + 1) * featureCount), 1];
    const prediction = x.reduce((sum, value, i) => sum + value * (weights[i] ?? bias), 0);
    x.forEach((value, i) => {
      slopes[i]! += (2 / rows) * (prediction - labels[row]!) * value;
    });
  }
  return slopes;
}

/** The head by the Woodbury form, X′(XX′ + nλI)⁻¹y with a column of ones, solved by elimination. */
function woodburyHead({ rows, featureCount, features, labels }: SampleSet, ridge: number): Head {
  const x = Array.from({ length: rows }, (_, row) => [
    ...features.subarray(row * featureCount, (row + 1) * featureCount),
    1,
  ]);
  const system = x.map((left, i) => [
    ...x.map((right, j) =>
      left.reduce((sum, value, k) => sum + value * right[k]!, i === j ? rows * ridge : 0),
    ),
    labels[i]!,
  ]);
  for (let pivot = 0; pivot < rows; pivot++) {
    for (let row = 0; row < rows; row++) {
      if (row === pivot) continue;
      const factor = system[row]![pivot]! / system[pivot]![pivot]!;
      for (let k = 0; k <= rows; k++) system[row]![k]! -= factor * system[pivot]![k]!;
    }
  }
  const dual = system.map((row, i) => row[rows]! / row[i]!);
  const all = Array.from({ length: featureCount + 1 }, (_, k) =>
    dual.reduce((sum, value, row) => sum + value * x[row]![k]!, 0),
  );
  return { weights: all.slice(0, featureCount), bias: all[featureCount]! };
}

/** The ridge head of the exact fixtures (after tristandeleu/pytorch-meta d55d89e, torchmeta/tests/utils). */
const FIXTURE: SampleSet = {
  rows: 5,
  featureCount: 2,
  features: Float64Array.of(1, 2, 0, 1, 2, -1, 1, 1, -1, 0),
  labels: Float64Array.of(1, 2, 0, 1, -1),
};

describe('the closed form of the ridge head', () => {
  it('meets the exact fixture to 1e-9', () => {
    for (const capacity of [5, 12]) {
      const [{ weights, bias }] = headsOf([FIXTURE], 0.1, capacity) as [Head];
      expect(Math.abs(bias - 0.0521739130435)).toBeLessThanOrEqual(1e-9);
      expect(Math.abs(weights[0]! - 0.298327759197)).toBeLessThanOrEqual(1e-9);
      expect(Math.abs(weights[1]! - 0.60602006689)).toBeLessThanOrEqual(1e-9);
    }
  });

  it('is what the rolling ridge predicts with', () => {
    const learner = rollingRidge({ ridge: 0.1, labelLimit: null }).create(2, randomFrom(1));
    const { predictor } = learner.adapt(FIXTURE);
    expect(Math.abs(predictor.predict(Float64Array.of(0, 0)) - 0.0521739130435)).toBeLessThanOrEqual(1e-9);
    const both = 0.0521739130435 + 3 * 0.298327759197 - 2 * 0.60602006689;
    expect(Math.abs(predictor.predict(Float64Array.of(3, -2)) - both)).toBeLessThanOrEqual(1e-8);
  });

  it('leaves no gradient of its objective, and equals the Woodbury form, on any rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(1e-3, 0.1, 10),
        (seed, rowCount, ridge) => {
          const tasks = [noiseRows(seed, rowCount, 4), noiseRows(seed + 1, 12, 4)];
          const heads = headsOf(tasks, ridge, 12);
          tasks.forEach((samples, task) => {
            const head = heads[task]!;
            for (const slope of objectiveGradient(samples, head, ridge)) {
              expect(Math.abs(slope)).toBeLessThanOrEqual(1e-9);
            }
            const dual = woodburyHead(samples, ridge);
            [...dual.weights, dual.bias].forEach((value, i) => {
              expect([...head.weights, head.bias][i]).toBeCloseTo(value, 9);
            });
          });
        },
      ),
      { seed: 11, numRuns: 60 },
    );
  });

  it('does not depend on padding rows or on the neighbours of a task, to the bit', () => {
    const tasks = [noiseRows(1, 3, 4), noiseRows(2, 7, 4)];
    expect(headsOf(tasks, 0.2, 30)).toEqual(headsOf(tasks, 0.2, 7));
    expect(headsOf([tasks[1]!], 0.2, 7)).toEqual(headsOf(tasks, 0.2, 7).slice(1));
  });
});
