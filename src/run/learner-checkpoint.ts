import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { decodeLearner } from '../strategy/checkpoint/decode-learner.ts';
import { encodeLearner } from '../strategy/checkpoint/encode-learner.ts';
import type { SavedLearner } from '../strategy/checkpoint/saved-learner.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';
import type { SavedTraining } from './arm-job.ts';
import { CODE_VERSION } from './code-version.ts';
import { slotSettings, type TrainedLearner } from './meta-training.ts';
import { requireWritable } from './output-folder.ts';

/** A checkpoint file that was read. */
export interface ReadCheckpoint {
  readonly path: string;
  readonly saved: SavedLearner;
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
}

/** Reads and checks a checkpoint file; E_CHECKPOINT where it cannot be read, is not whole, or of another version. */
export function readCheckpoint(path: string): ReadCheckpoint {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new RegimetaError('E_CHECKPOINT', {
      place: path,
      rule: 'a checkpoint file can be read',
      found: (error as NodeJS.ErrnoException).code ?? String(error),
      repair: 'Check the path; --save-checkpoint writes such a file',
      cause: error,
    });
  }
  const saved = decodeLearner(bytes.toString('utf8'), path);
  const found = saved.origin.codeVersion;
  if (found !== CODE_VERSION) {
    refuse(path, `checkpoints are used by the version that wrote them, here ${CODE_VERSION}`, found);
  }
  return { path, saved, hash: createHash('sha256').update(bytes).digest('hex') };
}

/** What a checkpoint must have in common with the slot that uses it, by name and as a sentence. */
const SHARED_SETTINGS = [
  ['features', 'the features are those of the training'],
  ['labelHorizonBars', 'labels look ahead as far as those of the training'],
] as const;

/**
 * The learner of a checkpoint, ready for a slot. E_CHECKPOINT where features or labels mean something else than they did
 * in its training, E_LEARNER_SHAPE where the model of the slot is another or does not fit.
 */
export function restoreLearner({ path, saved, hash }: ReadCheckpoint, slot: LearnerSlot): TrainedLearner {
  const settings = slotSettings(slot);
  for (const [name, rule] of SHARED_SETTINGS) {
    const here = JSON.stringify(settings[name]);
    const found = JSON.stringify(saved.slot[name]);
    if (found !== here) refuse(path, `${rule}, here ${here}`, found);
  }
  const featureNames = slot.features.create(1).names;
  if (JSON.stringify(featureNames) !== JSON.stringify(saved.featureNames)) {
    refuse(path, `the features are ${featureNames.join(', ')}`, saved.featureNames.join(', '));
  }
  const { checkpoint, past, origin } = saved;
  const learner = slot.model.restore(checkpoint);
  return {
    learner,
    past,
    featureNames,
    record: {
      learner: learner.name,
      settings: { ...settings, ...outcomesOf(saved), checkpoint: hash },
      symbols: origin.symbols,
      from: origin.from,
      to: origin.to,
      tasks: origin.tasks,
      lossCurve: origin.lossCurve,
      parametersHash: learner.initial().parametersHash,
      parameters: checkpoint.parameters,
      wallMs: 0,
    },
  };
}

/** What the training found out, which the settings of its record say beside those of the slot. */
const OUTCOMES = ['validated', 'tasksDiverged'] as const;

function outcomesOf({ slot }: SavedLearner): Readonly<Record<string, unknown>> {
  return Object.fromEntries(OUTCOMES.filter((name) => name in slot).map((name) => [name, slot[name]]));
}

/** What a checkpoint says of its making, beside the training itself. */
export interface CheckpointSource {
  readonly strategyHash: string;
  readonly dataHash: string;
}

/** Writes a trained learner, whole or not at all; E_OUTPUT_UNWRITABLE where the folder cannot be written. */
export function writeCheckpoint(path: string, trained: SavedTraining, source: CheckpointSource): void {
  const { checkpoint, past, featureNames, record } = trained;
  const { symbols, from, to, tasks, lossCurve } = record;
  const origin = { codeVersion: CODE_VERSION, ...source, symbols, from, to, tasks, lossCurve };
  const slot = record.settings;
  const text = encodeLearner({ checkpoint, featureNames, slot, past, origin });
  requireWritable(dirname(resolve(path)));
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

/** E_SPLIT where a test period would begin before the training of a checkpoint ended. */
export function requireTrainedBefore({ path, saved }: ReadCheckpoint, testFrom: EpochMs): void {
  const { to } = saved.origin;
  if (to < testFrom) return;
  throw new RegimetaError('E_SPLIT', {
    place: path,
    rule: `the training ended before the test period, which begins at ${new Date(testFrom).toISOString()}`,
    found: new Date(to).toISOString(),
    repair: 'Begin later with --from, or train without --checkpoint',
  });
}

function refuse(place: string, rule: string, found: string | undefined): never {
  const repair = 'Use the strategy and the settings of the training, or train again';
  throw new RegimetaError('E_CHECKPOINT', { place, rule, found: found ?? 'nothing', repair });
}
