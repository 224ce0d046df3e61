import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/math/random.ts';
import { RegimetaError } from '../../../src/model/regimeta-error.ts';
import { decodeLearner } from '../../../src/strategy/checkpoint/decode-learner.ts';
import { encodeLearner } from '../../../src/strategy/checkpoint/encode-learner.ts';
import type { SavedLearner } from '../../../src/strategy/checkpoint/saved-learner.ts';
import { metaSgd } from '../../../src/strategy/learn/meta-sgd.ts';
import { linearTasks, noiseRows } from '../learn/task-families.ts';

const factory = metaSgd({ hidden: [4], metaSteps: 3, tasksPerStep: 2, scaling: 'standard' });

function savedLearner(): SavedLearner {
  const learner = factory.create(3, randomFrom(1));
  for (const _ of learner.train(linearTasks(3, 6), randomFrom(2)));
  const rows = noiseRows(3, 4, 3);
  return {
    checkpoint: learner.checkpoint(),
    featureNames: ['a', 'b', 'c'],
    slot: { labelHorizonBars: 5 },
    past: [
      {
        ...rows,
        units: Float64Array.of(0.1, 0.2, 0.3, 1 / 3),
        slices: Int32Array.of(1, 1, 2, 2),
        symbols: Int32Array.of(0, 1, 0, 1),
        rowsMasked: 0,
        from: 1,
        to: 2,
        labelsKnownAt: 7,
        context: {
          metaFeatures: Float64Array.of(0.5, -0, 1e-300),
          symbols: Int32Array.of(0, 1),
          correlations: Float64Array.of(1, 0.3, 0.3, 1),
        },
      },
    ],
    origin: {
      codeVersion: '0.1.0',
      strategyHash: 'a',
      dataHash: 'b',
      symbols: ['AAA'],
      from: 1,
      to: 9,
      tasks: 4,
      lossCurve: [1, 0.5],
    },
  };
}

const saved = savedLearner();
const text = encodeLearner(saved);

function messageOf(altered: string): string {
  try {
    decodeLearner(altered, 'file.json');
  } catch (error) {
    if (error instanceof RegimetaError) return error.message;
    throw error;
  }
  return 'no error';
}

/** The text with one entry of the file changed, the checksum of the whole as it was. */
function altered(change: (file: Record<string, never>) => void): string {
  const file = JSON.parse(text);
  change(file);
  return JSON.stringify(file);
}

describe('a checkpoint file', () => {
  it('gives back all bits of everything, and a learner that predicts the same', () => {
    const read = decodeLearner(text, 'file.json');
    expect(read).toEqual(saved);
    expect(encodeLearner(read)).toBe(text);
    const before = factory.restore(saved.checkpoint).adapt(noiseRows(5, 6, 3));
    const after = factory.restore(read.checkpoint).adapt(noiseRows(5, 6, 3));
    const row = Float64Array.of(0.1, 0.2, 0.3);
    expect(after.predictor.predict(row)).toBe(before.predictor.predict(row));
    expect(after.predictor.parametersHash).toBe(before.predictor.parametersHash);
  });

  it('that is cut off anywhere is refused', () => {
    for (const part of [0, 0.1, 0.5, 0.9, 0.999]) {
      expect(messageOf(text.slice(0, Math.floor(part * text.length)))).toMatch(/^E_CHECKPOINT file\.json: /);
    }
  });

  it('with any character of its content changed is refused', () => {
    const random = randomFrom(4);
    for (let i = 0; i < 60; i++) {
      const at = random.integer(text.length - 1);
      const other = text[at] === '7' ? '8' : '7';
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      // Spaces between entries carry nothing.
      if (/\s/.test(text[at]!)) continue;
      expect(messageOf(changed), `character ${at}`).toMatch(/^E_CHECKPOINT /);
    }
  });

  it('names the tensor that is too short, and its shape', () => {
    const cut = altered(({ tensors }: Record<string, never>) => {
      const blocks = tensors as { values: string }[];
      blocks[2]!.values = blocks[2]!.values.slice(0, -12);
    });
    expect(messageOf(cut)).toMatch(
      /^E_CHECKPOINT file\.json: layer 2 weights \[4, 1\] has 4 numbers; found 3/,
    );
  });

  it('names the tensor whose numbers were altered', () => {
    const changed = altered(({ tensors }: Record<string, never>) => {
      const blocks = tensors as { values: string }[];
      blocks[1]!.values = Buffer.alloc(32).toString('base64');
    });
    expect(messageOf(changed)).toMatch(/layer 1 biases \[1, 4\] has the checksum/);
  });

  it('of another format or version is refused', () => {
    expect(messageOf('{}')).toMatch(/format is regimeta-checkpoint/);
    expect(messageOf('[]')).toMatch(/format is regimeta-checkpoint/);
    expect(messageOf('null')).toMatch(/format is regimeta-checkpoint/);
    const later = altered((file) => {
      (file as Record<string, unknown>)['version'] = 2;
    });
    expect(messageOf(later)).toMatch(/this program reads version 1; found 2/);
    const without = altered((file) => {
      delete (file as Record<string, unknown>)['slot'];
    });
    expect(messageOf(without)).toMatch(/slot: /);
  });
});
