import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import { Graph } from '../../../src/strategy/learn/graph/node.ts';
import type { SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { writeRows } from '../../../src/strategy/learn/sample-rows.ts';
import { snail, snailMethod } from '../../../src/strategy/learn/snail.ts';
import { dilationsOf, sequenceStates } from '../../../src/strategy/learn/snail-network.ts';
import { resolveSnailSettings } from '../../../src/strategy/learn/snail-settings.ts';
import {
  parameterNodes,
  rowArrays,
  rowInputs,
  rowNodes,
  writeParameters,
} from '../../../src/strategy/learn/task-batch.ts';
import { TrainingProgram } from '../../../src/strategy/learn/training-program.ts';
import { linearTasks, noiseRows } from './task-families.ts';

const SMALL = {
  filters: 3,
  keyUnits: 4,
  valueUnits: 4,
  metaSteps: 40,
  tasksPerStep: 2,
  supportCapacity: 12,
  queryCapacity: 8,
} as const;

/** The states of all elements of a support, one row each. */
function statesOf(settings: ReturnType<typeof resolveSnailSettings>, support: SampleSet): Float64Array[] {
  const graph = new Graph();
  const method = snailMethod(settings, 2);
  const { trained } = method;
  const rows = rowInputs(graph, 'support', { tasks: 1, capacity: settings.supportCapacity, featureCount: 2 });
  const parameters = parameterNodes(graph, trained);
  const { states } = sequenceStates(parameters, rows, settings);
  const program = compileKernels([states, ...rowNodes(rows), ...parameters]);
  writeParameters(program, parameters, trained, method.initialise(randomFrom(1)));
  writeRows(support, rowArrays(program, rows), 0, null);
  program.run();
  const columns = states.shape[2];
  return Array.from({ length: support.rows }, (_, row) =>
    Float64Array.from(program.values(states)).subarray(row * columns, (row + 1) * columns),
  );
}

describe('the sequence of SNAIL', () => {
  const support = noiseRows(1, 10, 2);

  it('is causal: nothing at an element changes when features or labels of later ones do', () => {
    for (const blocks of [1, 2]) {
      const settings = resolveSnailSettings({ ...SMALL, blocks });
      const before = statesOf(settings, support);
      for (let from = 1; from < 10; from++) {
        const features = support.features.map((value, i) => (i >= 2 * from ? 9 - value : value));
        const labels = support.labels.map((value, row) => (row >= from ? -3 * value : value));
        const after = statesOf(settings, { ...support, features, labels });
        expect(after.slice(0, from)).toEqual(before.slice(0, from));
        expect(after[from]).not.toEqual(before[from]);
      }
    }
  });

  it('convolves over exactly as many elements as its dilations reach: 2 to the power of the layers', () => {
    const settings = resolveSnailSettings({ ...SMALL, supportCapacity: 7 });
    expect(dilationsOf(settings)).toEqual([1, 2, 4]);
    expect(dilationsOf({ supportCapacity: 8 })).toEqual([1, 2, 4, 8]);
    const wide = resolveSnailSettings({ ...SMALL, supportCapacity: 4 });
    expect(dilationsOf(wide)).toEqual([1, 2, 4]);
    // Without the columns of attention, which come last, element 8 reads elements 1 to 8 of three layers.
    const rows = noiseRows(2, 12, 2);
    const convolved = { ...resolveSnailSettings({ ...SMALL, supportCapacity: 12 }) };
    const columns = convolved.filters * (1 + dilationsOf(convolved).length);
    const ofElement = (samples: SampleSet, row: number): Float64Array =>
      statesOf(convolved, samples)[row]!.subarray(0, columns - convolved.filters);
    const changed = (row: number): SampleSet => ({ ...rows, labels: rows.labels.with(row, 50) });
    expect(ofElement(changed(0), 8)).toEqual(ofElement(rows, 8));
    expect(ofElement(changed(1), 8)).not.toEqual(ofElement(rows, 8));
  });

  it('counts an element as nothing where there is none: capacity behind it changes nothing', () => {
    const settings = resolveSnailSettings({ ...SMALL, supportCapacity: 12 });
    const longer = resolveSnailSettings({ ...SMALL, supportCapacity: 15 });
    expect(dilationsOf(longer)).toEqual(dilationsOf(settings));
    expect(statesOf(longer, support)).toEqual(statesOf(settings, support));
  });
});

describe('SNAIL', () => {
  it('trains on the loss that its predictors have, with every head', () => {
    for (const loss of ['squared-error', 'direction', 'quantiles', 'log-wealth'] as const) {
      const settings = resolveSnailSettings({ ...SMALL, blocks: 2, loss, labelLimit: null });
      const learner = snail(settings).create(3, randomFrom(1));
      const program = new TrainingProgram(snailMethod(settings, 3), compileKernels);
      const episodes = [1, 2].map((seed) => linearTasks(3, 7)(randomFrom(seed)));
      episodes.forEach((episode, task) => {
        program.load(task, episode, randomFrom(1));
      });
      program.run(learner.checkpoint().parameters);
      episodes.forEach(({ support, query }, task) => {
        const { predictor } = learner.adapt(support);
        expect(program.queryLoss(task)).toBeCloseTo(learner.lossOf!(predictor, query), 11);
      });
    }
  });

  it('predicts a row the same whatever other rows are predicted between, and by which predictor', () => {
    const learner = snail(SMALL).create(3, randomFrom(1));
    const [one, other] = [1, 2].map((seed) => learner.adapt(noiseRows(seed, 9, 3)).predictor);
    const row = Float64Array.of(0.1, -0.2, 0.3);
    const alone = one!.predict(row);
    expect(other!.predict(row)).not.toBe(alone);
    one!.predict(Float64Array.of(3, 3, 3));
    learner.initial().predict(row);
    expect(one!.predict(row)).toBe(alone);
  });

  it('reads the order of its support, and its labels', () => {
    const learner = snail(SMALL).create(3, randomFrom(1));
    const support = noiseRows(4, 6, 3);
    const row = Float64Array.of(0.1, -0.2, 0.3);
    const value = learner.adapt(support).predictor.predict(row);
    const other = { ...support, labels: support.labels.toReversed() };
    expect(learner.adapt(other).predictor.predict(row)).not.toBe(value);
  });

  it('refuses a checkpoint of another shape, and names the setting', () => {
    const checkpoint = snail(SMALL).create(3, randomFrom(1)).checkpoint();
    expect(() => snail({ ...SMALL, keyUnits: 5 }).restore(checkpoint)).toThrow(/keyUnits is 5; found 4/);
    expect(() => snail({ ...SMALL, supportCapacity: 30 }).restore(checkpoint)).toThrow(
      /supportCapacity is 30/,
    );
  });
});
