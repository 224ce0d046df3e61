import '@tensorflow/tfjs-backend-cpu';
import * as tensorFlow from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { anil } from '../../../src/strategy/learn/anil.ts';
import { anilRidge } from '../../../src/strategy/learn/anil-ridge.ts';
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
import type { LearnerFactory } from '../../../src/strategy/learn/meta-learner.ts';
import { metaSgd } from '../../../src/strategy/learn/meta-sgd.ts';
import { reptile } from '../../../src/strategy/learn/reptile.ts';
import { rollingRidge } from '../../../src/strategy/learn/rolling-ridge.ts';
import { noiseRows } from './task-families.ts';

const FEATURES = 3;
const SMALL = {
  hidden: [6, 5],
  supportCapacity: 7,
  queryCapacity: 5,
  tasksPerStep: 3,
  metaSteps: 3,
} as const;

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
};

const isFilled = ({ operation }: Node): boolean =>
  operation.kind === 'parameter' || operation.kind === 'input';

/** Runs every program twice, by one compiler and by another, on the same leaves, and compares every output. */
function comparing(one: Compiler, other: Compiler, tolerance: number): Compiler {
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
          const allowed = tolerance * Math.max(0.01 * overall, largest(values));
          found.values(output).forEach((value, i) => {
            expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(allowed);
          });
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

/** Trains for a few steps and adapts. */
function exercise(factory: LearnerFactory): void {
  const learner = factory.create(FEATURES, randomFrom(4));
  const random = randomFrom(5);
  let drawn = 0;
  const steps = learner.train(() => {
    drawn += 2;
    return { support: noiseRows(drawn, 7, FEATURES), query: noiseRows(drawn + 1, 5, FEATURES) };
  }, random);
  for (const { tasksDiverged } of steps) expect(tasksDiverged).toBe(0);
  expect(learner.adapt(noiseRows(77, 6, FEATURES)).diverged).toBe(false);
}

const inFloat64: Compiler = (outputs) => compileKernels(outputs, 'float64');
const inFloat32: Compiler = (outputs) => compileKernels(outputs, 'float32');
const byVectors: Compiler = (outputs) => compileWasm(outputs, 'float32');
const byTensorFlow: Compiler = (outputs) => compileTensorFlow(tensorFlow as unknown as TensorFlow, outputs);

describe('every learner', () => {
  for (const [name, make] of Object.entries(LEARNERS)) {
    it(`${name} computes the same bits on vector instructions as on typed arrays in float64`, () => {
      exercise(make(comparing(inFloat64, (outputs) => compileWasm(outputs, 'float64'), 0)));
    });

    it(`${name} computes the same to 1e-5 in float32, on vector instructions, typed arrays and TensorFlow.js`, () => {
      exercise(make(comparing(byVectors, inFloat32, 1e-5)));
      exercise(make(comparing(byVectors, byTensorFlow, 1e-5)));
    });
  }
});
