import '@tensorflow/tfjs-backend-cpu';
import * as tensorFlow from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { anil } from '../../../src/strategy/learn/anil.ts';
import { anilRidge } from '../../../src/strategy/learn/anil-ridge.ts';
import { cavia } from '../../../src/strategy/learn/cavia.ts';
import { fineTune } from '../../../src/strategy/learn/fine-tune.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import type { Node } from '../../../src/strategy/learn/graph/node.ts';
import { executionOrder } from '../../../src/strategy/learn/graph/order.ts';
import type { Compiler } from '../../../src/strategy/learn/graph/program.ts';
import { compileTensorFlow } from '../../../src/strategy/learn/graph/tensorflow/compile-tensorflow.ts';
import type { TensorFlow } from '../../../src/strategy/learn/graph/tensorflow/tensor-flow.ts';
import { compileWasm } from '../../../src/strategy/learn/graph/wasm/compile-wasm.ts';
import { joint } from '../../../src/strategy/learn/joint.ts';
import { maml } from '../../../src/strategy/learn/maml.ts';
import { matching } from '../../../src/strategy/learn/matching.ts';
import { META_FEATURE_NAMES } from '../../../src/strategy/learn/meta-features.ts';
import type { LearnerFactory, SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { metaSgd } from '../../../src/strategy/learn/meta-sgd.ts';
import { prototypical } from '../../../src/strategy/learn/prototypical.ts';
import { reptile } from '../../../src/strategy/learn/reptile.ts';
import { rollingRefit } from '../../../src/strategy/learn/rolling-refit.ts';
import { rollingRidge } from '../../../src/strategy/learn/rolling-ridge.ts';
import { snail } from '../../../src/strategy/learn/snail.ts';
import { taskEmbedding } from '../../../src/strategy/learn/task-embedding.ts';
import { noiseRows } from './task-families.ts';

const FEATURES = 3;
const SMALL = {
  hidden: [6, 5],
  supportCapacity: 7,
  queryCapacity: 5,
  tasksPerStep: 3,
  metaSteps: 2,
} as const;

const PAST = { pastTasks: 2, pastRows: 3 } as const;
const { hidden: _, ...ROWS } = SMALL;
const SEQUENCE = { ...ROWS, filters: 3, keyUnits: 2, valueUnits: 3 } as const;
const EMBEDDING = { ...SMALL, ...PAST, embeddingUnits: 3, assetCapacity: 3 } as const;

/** Every learner with what it learns in another way. */
const LEARNERS: Readonly<Record<string, (compile: Compiler) => LearnerFactory>> = {
  MAML: (compile) => maml({ ...SMALL, innerSteps: 3 }, compile),
  'MAML under the Huber loss': (compile) => maml({ ...SMALL, loss: 'huber', huberThreshold: 0.5 }, compile),
  'MAML with relu': (compile) => maml({ ...SMALL, activation: 'relu' }, compile),
  'first-order MAML': (compile) => maml({ ...SMALL, order: 'first' }, compile),
  ANIL: (compile) => anil(SMALL, compile),
  'ANIL with a ridge head': (compile) => anilRidge(SMALL, compile),
  'Meta-SGD': (compile) => metaSgd(SMALL, compile),
  Reptile: (compile) => reptile({ ...SMALL, batchRows: 4, innerSteps: 3 }, compile),
  matching: (compile) => matching(SMALL, compile),
  'fine-tuning': (compile) => fineTune(SMALL, compile),
  'joint training': (compile) => joint(SMALL, compile),
  'rolling ridge': (compile) => rollingRidge({ supportCapacity: 7 }, compile),
  'rolling refit': (compile) => rollingRefit({ hidden: [6], supportCapacity: 7, refitSteps: 5 }, compile),
  'MAML of the direction': (compile) => maml({ ...SMALL, loss: 'direction' }, compile),
  'MAML of quantiles': (compile) => maml({ ...SMALL, loss: 'quantiles' }, compile),
  'MAML of a portfolio': (compile) => maml({ ...SMALL, loss: 'log-wealth' }, compile),
  'matching with past tasks': (compile) => matching({ ...SMALL, ...PAST }, compile),
  'prototypes of label quantiles': (compile) => prototypical({ ...SMALL, embeddingUnits: 3 }, compile),
  'prototypes of regimes': (compile) => prototypical({ ...SMALL, ...PAST, classes: 'regimes' }, compile),
  'prototypes of a portfolio': (compile) =>
    prototypical({ ...SMALL, ...PAST, classes: 'regimes', loss: 'log-wealth' }, compile),
  SNAIL: (compile) => snail(SEQUENCE, compile),
  'SNAIL of two blocks': (compile) => snail({ ...SEQUENCE, blocks: 2, loss: 'quantiles' }, compile),
  CAVIA: (compile) => cavia({ ...SMALL, contextUnits: 2 }, compile),
  'meta-features': (compile) => taskEmbedding({ ...EMBEDDING, encoder: 'meta-features' }, compile),
  'set attention': (compile) => taskEmbedding({ ...EMBEDDING, encoder: 'set-attention' }, compile),
  'segment attention': (compile) => taskEmbedding({ ...EMBEDDING, encoder: 'segment-attention' }, compile),
  'a graph of assets': (compile) => taskEmbedding({ ...EMBEDDING, encoder: 'asset-graph' }, compile),
};

/**
 * Learners whose outputs can be small differences of terms near 1, ln(1 + w·R) and weights that sum to 1: rounding in
 * float32 is that of the terms, so an output counts as at least this large.
 */
const SIZE_LEAST: Readonly<Record<string, number>> = {
  'MAML of a portfolio': 0.1,
  'prototypes of a portfolio': 0.1,
  'matching with past tasks': 0.1,
  'prototypes of label quantiles': 0.1,
};

const isFilled = ({ operation }: Node): boolean =>
  operation.kind === 'parameter' || operation.kind === 'input';

/** Runs every program twice, by one compiler and by another, on the same leaves, and compares every output. */
function comparing([one, other]: readonly [Compiler, Compiler], tolerance: number, sizeLeast = 0): Compiler {
  return (outputs) => {
    const [expected, found] = [one(outputs), other(outputs)];
    const leaves = executionOrder(outputs).filter(isFilled);
    const results = outputs.filter((output) => !isFilled(output));
    return {
      run() {
        for (const leaf of leaves) found.values(leaf).set(expected.values(leaf));
        expected.run();
        found.run();
        const overall = Math.max(...results.map((output) => largest(expected.values(output))));
        for (const output of results) {
          const values = expected.values(output);
          const allowed = tolerance * Math.max(0.01 * overall, largest(values), sizeLeast);
          // One expectation for all elements, since there are millions; not a number stays one through the maximum.
          let apart = 0;
          found.values(output).forEach((value, i) => {
            apart = Math.max(apart, Math.abs(value - values[i]!));
          });
          expect(apart).toBeLessThanOrEqual(allowed);
        }
      },
      values: (node) => expected.values(node),
    };
  };
}

function largest(values: Float64Array | Float32Array): number {
  let max = 0;
  for (const value of values) max = Math.max(max, Math.abs(value));
  return max;
}

/** Rows of three symbols over slices, with a market that can be told from others. */
function marketRows(seed: number, rows: number): SampleSet {
  const random = randomFrom(seed).split('market');
  const [ab, ac, bc] = [0.6, -0.2, 0.1 * random.uniform()];
  return {
    ...noiseRows(seed, rows, FEATURES),
    slices: Int32Array.from({ length: rows }, (__, row) => Math.floor(row / 3)),
    symbols: Int32Array.from({ length: rows }, (__, row) => row % 3),
    units: new Float64Array(rows).fill(0.02),
    context: {
      metaFeatures: Float64Array.from({ length: META_FEATURE_NAMES.length }, () => random.normal()),
      symbols: Int32Array.of(0, 1, 2),
      correlations: Float64Array.of(1, ab, ac, ab, 1, bc, ac, bc, 1),
    },
  };
}

/** Trains for a few steps and adapts. */
function exercise(factory: LearnerFactory): void {
  const learner = factory.create(FEATURES, randomFrom(4));
  const random = randomFrom(5);
  // Six slices each: portfolios of fewer than five are equal weights.
  const past = [40, 41, 42].map((seed) => marketRows(seed, 18));
  let drawn = 0;
  const steps = learner.train(() => {
    drawn += 2;
    return { support: marketRows(drawn, 7), query: marketRows(drawn + 1, 5), past };
  }, random);
  for (const { tasksDiverged } of steps) expect(tasksDiverged).toBe(0);
  expect(learner.adapt(marketRows(77, 6), past).diverged).toBe(false);
}

const inFloat64: Compiler = (outputs) => compileKernels(outputs, 'float64');
const inFloat32: Compiler = (outputs) => compileKernels(outputs, 'float32');
const byVectors: Compiler = (outputs) => compileWasm(outputs, 'float32');
const byTensorFlow: Compiler = (outputs) => compileTensorFlow(tensorFlow as unknown as TensorFlow, outputs);

describe('every learner', () => {
  for (const [name, make] of Object.entries(LEARNERS)) {
    it(`${name} computes the same bits on vector instructions as on typed arrays in float64`, () => {
      exercise(make(comparing([inFloat64, (outputs) => compileWasm(outputs, 'float64')], 0)));
    });

    it(`${name} computes the same to 1e-5 in float32, on vector instructions, typed arrays and TensorFlow.js`, () => {
      exercise(make(comparing([byVectors, inFloat32], 1e-5, SIZE_LEAST[name])));
      exercise(make(comparing([byVectors, byTensorFlow], 1e-5, SIZE_LEAST[name])));
    });
  }
});
