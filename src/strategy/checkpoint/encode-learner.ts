import { createHash } from 'node:crypto';
import type { Checkpoint } from '../learn/meta-learner.ts';
import type { CollectedTask } from '../sample-memory.ts';
import { type NumberBlock, numberBlock } from './number-block.ts';
import type { SavedLearner } from './saved-learner.ts';

/** What a checkpoint file says it is. */
export const CHECKPOINT_FORMAT = 'regimeta-checkpoint';

/** Rises by one when a reader of before could not read the file any more. */
export const CHECKPOINT_VERSION = 1;

/**
 * A trained learner as the text of a checkpoint file: JSON whose numbers keep all their bits, each tensor with its name,
 * shape and checksum, and the checksum of the whole as the last entry.
 */
export function encodeLearner({ checkpoint, featureNames, slot, past, origin }: SavedLearner): string {
  const { learner, settings, featureCount } = checkpoint;
  const content = {
    format: CHECKPOINT_FORMAT,
    version: CHECKPOINT_VERSION,
    origin,
    learner,
    settings,
    featureCount,
    featureNames,
    slot,
    tensors: tensorBlocks(checkpoint),
    scaler: scalerBlocks(checkpoint),
    past: past.map(taskEntry),
  };
  return `${JSON.stringify({ ...content, sha256: contentHash(content) }, null, 1)}\n`;
}

/** SHA-256 over the entries of a checkpoint file, that of the checksum left out. */
export function contentHash(content: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function tensorBlocks({ parameters, tensors }: Checkpoint): NumberBlock[] {
  const whole = { name: 'parameters', offset: 0, rows: 1, columns: parameters.length };
  return (tensors ?? [whole]).map(({ name, offset, rows, columns }) =>
    numberBlock(name, [rows, columns], parameters.subarray(offset, offset + rows * columns)),
  );
}

function scalerBlocks({ scaler, featureCount }: Checkpoint): NumberBlock[] {
  if (scaler === undefined) return [];
  const shape = [1, featureCount] as const;
  return [
    numberBlock('feature means', shape, scaler.mean),
    numberBlock('feature deviations', shape, scaler.deviation),
  ];
}

function taskEntry(task: CollectedTask, place: number): Readonly<Record<string, unknown>> {
  const { rows, featureCount, from, to, labelsKnownAt, rowsMasked, context } = task;
  const block = (name: string, columns: number, values: ArrayLike<number>): NumberBlock =>
    numberBlock(`${name} of past task ${place}`, [values.length / columns, columns], values);
  const count = context.symbols.length;
  return {
    rows,
    featureCount,
    from,
    to,
    labelsKnownAt,
    rowsMasked,
    features: block('features', featureCount, task.features),
    labels: block('labels', 1, task.labels),
    units: block('units', 1, task.units),
    slices: block('slices', 1, task.slices),
    symbols: block('symbols', 1, task.symbols),
    metaFeatures: block('meta-features', 1, context.metaFeatures),
    contextSymbols: block('symbols of the context', 1, context.symbols),
    correlations: block('correlations', count, context.correlations),
  };
}
