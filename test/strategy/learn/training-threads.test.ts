import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { anilRidge } from '../../../src/strategy/learn/anil-ridge.ts';
import { Graph } from '../../../src/strategy/learn/graph/node.ts';
import { cholesky } from '../../../src/strategy/learn/graph/operations/cholesky.ts';
import { input } from '../../../src/strategy/learn/graph/operations/leaf.ts';
import { tanh } from '../../../src/strategy/learn/graph/operations/tanh.ts';
import { compileOnThread } from '../../../src/strategy/learn/graph/wasm/compile-on-thread.ts';
import { maml } from '../../../src/strategy/learn/maml.ts';
import { matching } from '../../../src/strategy/learn/matching.ts';
import type { LearnerFactory, MetaStepReport } from '../../../src/strategy/learn/meta-learner.ts';
import { reptile } from '../../../src/strategy/learn/reptile.ts';
import { noiseRows } from './task-families.ts';

const SMALL = { hidden: [6], supportCapacity: 7, queryCapacity: 5, tasksPerStep: 7, metaSteps: 6 } as const;

type Threads = { readonly threads: number };

/** Every way of training: on all rows, on parts of them, with a memory, and with solves that stay on this thread. */
const LEARNERS: Readonly<Record<string, (threads: Threads) => LearnerFactory>> = {
  'MAML in float64': (threads) => maml({ ...SMALL, ...threads, innerSteps: 2 }),
  'MAML in float32': (threads) => maml({ ...SMALL, ...threads, precision: 'float32' }),
  Reptile: (threads) => reptile({ ...SMALL, ...threads, batchRows: 4, innerSteps: 3 }),
  matching: (threads) => matching({ ...SMALL, ...threads }),
  'ANIL with a ridge head': (threads) => anilRidge({ ...SMALL, ...threads }),
  'MAML on typed arrays': (threads) => maml({ ...SMALL, ...threads, executor: 'typed-arrays' }),
};

function trained(factory: LearnerFactory): { parameters: Float64Array; reports: MetaStepReport[] } {
  const learner = factory.create(3, randomFrom(4));
  let drawn = 0;
  const episode = () => {
    drawn += 2;
    return { support: noiseRows(drawn, 7, 3), query: noiseRows(drawn + 1, 5, 3) };
  };
  const reports = [...learner.train(episode, randomFrom(5))];
  return { parameters: learner.checkpoint().parameters, reports };
}

describe('a training spread over threads', () => {
  for (const [name, make] of Object.entries(LEARNERS)) {
    it(`of ${name} has the bits of one thread`, () => {
      const alone = trained(make({ threads: 1 }));
      expect(alone.reports).toHaveLength(SMALL.metaSteps);
      expect(trained(make({ threads: 3 }))).toEqual(alone);
    });
  }

  it('shares out no more threads than there are tasks', () => {
    const make = LEARNERS['MAML in float64']!;
    expect(trained(make({ threads: 16 }))).toEqual(trained(make({ threads: 2 })));
  });

  it('can be left before its end, and ends its threads', () => {
    const learner = maml({ ...SMALL, threads: 3 }).create(3, randomFrom(1));
    const steps = learner.train(
      () => ({ support: noiseRows(1, 7, 3), query: noiseRows(2, 5, 3) }),
      randomFrom(2),
    );
    steps.next();
    steps.return();
    expect(steps.next().done).toBe(true);
  });
});

describe('a program on a thread', () => {
  it('computes between start and finish, run after run', () => {
    const graph = new Graph();
    const x = input(graph, 'x', [1, 1, 3]);
    const y = tanh(x);
    const program = compileOnThread([y], 'float64')!;
    for (const values of [
      [0, 1, 2],
      [-3, 0.5, 20],
    ]) {
      program.values(x).set(values);
      program.start();
      program.finish();
      program.values(y).forEach((value, i) => {
        expect(value).toBeCloseTo(Math.tanh(values[i]!), 14);
      });
    }
    program.close();
  });

  it('is refused where it needs what only this thread has', () => {
    const graph = new Graph();
    expect(compileOnThread([cholesky(input(graph, 'x', [1, 2, 2]))], 'float64')).toBe(null);
  });
});
