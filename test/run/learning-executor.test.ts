import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/math/random.ts';
import { withExecutor } from '../../src/run/learning-executor.ts';
import { loadTensorFlow } from '../../src/run/load-tensorflow.ts';
import { maml } from '../../src/strategy/learn/maml.ts';
import { learnerSlot } from '../support/learning-parts.ts';

const importInstalled = (name: string): Promise<unknown> => import(name);

/** An importer that knows only what is given; everything else is not installed. */
function importerOf(packages: Readonly<Record<string, () => unknown>>): (name: string) => Promise<unknown> {
  return async (name) => {
    const load = packages[name];
    if (load === undefined) throw new Error(`Cannot find package '${name}'`);
    return load();
  };
}

const ROWS = {
  rows: 4,
  featureCount: 1,
  features: Float64Array.of(-1, 0, 1, 2),
  labels: Float64Array.of(1, 0, 1, 2),
};

describe('the search for a TensorFlow.js', () => {
  it('finds the one that is installed, and says what it is', async () => {
    const loaded = await loadTensorFlow(importInstalled);
    expect('tensorFlow' in loaded && loaded.description).toMatch(/^@tensorflow\/tfjs\S* 4\.\d+\.\d+ on \w+$/);
  });

  it('says of each package why it could not be used', async () => {
    const loaded = await loadTensorFlow(
      importerOf({
        '@tensorflow/tfjs-node': () => {
          throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found\nat …');
        },
        '@tensorflow/tfjs': () => ({ default: { setBackend: async () => false } }),
      }),
    );
    expect(loaded).toEqual({
      reasons: [
        "@tensorflow/tfjs-node-gpu: Cannot find package '@tensorflow/tfjs-node-gpu'",
        '@tensorflow/tfjs-node: The Node.js native addon module (tfjs_binding.node) can not be found',
        "@tensorflow/tfjs wasm: Cannot find package '@tensorflow/tfjs-backend-wasm'",
        '@tensorflow/tfjs cpu: its backend cpu does not start',
        "@tensorflow/tfjs-core wasm: Cannot find package '@tensorflow/tfjs-core'",
        "@tensorflow/tfjs-core cpu: Cannot find package '@tensorflow/tfjs-core'",
      ],
    });
  });

  it('passes over one that loads and computes something else', async () => {
    const right = (await importInstalled('@tensorflow/tfjs-core')) as Record<string, unknown>;
    const wrong = { ...right, tanh: right['sigmoid'] };
    const loaded = await loadTensorFlow(
      importerOf({ '@tensorflow/tfjs-node': () => wrong, '@tensorflow/tfjs-backend-cpu': () => ({}) }),
    );
    expect('reasons' in loaded && loaded.reasons[1]).toMatch(
      /^@tensorflow\/tfjs-node: it computes .* is right$/,
    );
  });
});

describe('the executor of a run', () => {
  const told: string[] = [];
  const host = { progress: (phase: string) => void told.push(phase) };
  const settings = { hidden: [3], precision: 'float32', supportCapacity: 4 } as const;

  it('is TensorFlow.js where the learner asks for it, with the numbers of the other one', async () => {
    const slot = learnerSlot({ model: maml({ ...settings, executor: 'tensorflow' }) });
    const { model } = await withExecutor(slot, host, importInstalled);
    const lossesOf = (factory: typeof model): number[] => {
      const { lossBefore, lossAfter } = factory.create(1, randomFrom(1)).adapt(ROWS);
      return [lossBefore, lossAfter];
    };
    const expected = lossesOf(maml(settings));
    lossesOf(model).forEach((loss, i) => {
      expect(Math.abs(loss - expected[i]!)).toBeLessThanOrEqual(1e-5 * expected[i]!);
    });
    expect(told.at(-1)).toMatch(/^learning on @tensorflow\/tfjs/);
    expect(model.settings['executedBy']).toMatch(/^@tensorflow\/tfjs/);
  });

  it('gives way to vector instructions where none is installed, and says why', async () => {
    const slot = learnerSlot({ model: maml({ ...settings, executor: 'tensorflow' }) });
    const { model } = await withExecutor(slot, host, importerOf({}));
    expect(model.create(1, randomFrom(1)).adapt(ROWS).diverged).toBe(false);
    expect(told.at(-1)).toMatch(/as no TensorFlow\.js works \(@tensorflow\/tfjs-node-gpu: Cannot find/);
  });

  it('is left alone where the learner names another', async () => {
    const slot = learnerSlot({ model: maml(settings) });
    expect(await withExecutor(slot, host, importerOf({}))).toBe(slot);
  });

  it('is refused outside of a run, and in float64', () => {
    const learner = maml({ ...settings, executor: 'tensorflow' }).create(1, randomFrom(1));
    expect(() => learner.adapt(ROWS)).toThrow(/^E_PARAMETER_INVALID learner\.executor/);
    expect(() => maml({ executor: 'tensorflow' })).toThrow(/^E_PARAMETER_INVALID learner\.precision/);
  });
});
