import { compileProgram } from '../strategy/learn/graph/compile-program.ts';
import { compileTensorFlow } from '../strategy/learn/graph/tensorflow/compile-tensorflow.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';
import type { Host } from './host.ts';
import { loadTensorFlow, type PackageImporter } from './load-tensorflow.ts';

/**
 * The slot with what its learner asks to compute on: TensorFlow.js where its setting `executor` is `'tensorflow'` and
 * one is installed that works, else generated vector instructions. The caller is told which, and why; the settings that
 * are recorded name it as `executedBy`.
 */
export async function withExecutor(
  slot: LearnerSlot,
  host: Pick<Host, 'progress'>,
  importPackage?: PackageImporter,
): Promise<LearnerSlot> {
  const { model } = slot;
  if (model.settings['executor'] !== 'tensorflow' || model.compiledBy === undefined) return slot;
  const loaded = await loadTensorFlow(importPackage);
  if ('tensorFlow' in loaded) {
    const { tensorFlow, description } = loaded;
    host.progress(`learning on ${description}`, 1, 1);
    return {
      ...slot,
      model: model.compiledBy((outputs) => compileTensorFlow(tensorFlow, outputs), description),
    };
  }
  const description = `generated vector instructions, as no TensorFlow.js works (${loaded.reasons.join('; ')})`;
  host.progress(`learning on ${description}`, 1, 1);
  const settings = { precision: 'float32', executor: 'wasm' } as const;
  return { ...slot, model: model.compiledBy((outputs) => compileProgram(outputs, settings), description) };
}
