import { RegimetaError } from '../../model/regimeta-error.ts';
import type { Checkpoint, NamedTensor } from './meta-learner.ts';
import type { ParameterLayout } from './network.ts';

/** A setting without which the stored numbers mean nothing. */
export interface BoundSetting {
  readonly name: string;
  readonly value: unknown;
  /** Why, as the rule of the error. */
  readonly rule: string;
  /** What of the checkpoint's own setting is compared; the setting itself where left out. */
  readonly of?: (found: unknown) => unknown;
}

/** What a checkpoint must fit. */
export interface ExpectedLearner {
  readonly name: string;
  readonly trained: ParameterLayout;
  readonly bound: readonly BoundSetting[];
}

/**
 * Checks a checkpoint against what its settings and feature count make: E_LEARNER_SHAPE names the learner, the
 * setting, or the first tensor that is missing, left over or not finite. Settings that are not bound may differ:
 * a trained initialisation can be adapted in another way than it was trained for.
 */
export function checkCheckpoint(checkpoint: Checkpoint, expected: ExpectedLearner): void {
  const { name, trained, bound } = expected;
  const { parameters, settings } = checkpoint;
  const refuseLearner = (): never => refuse(`the checkpoint is of a learner ${name}`, checkpoint.learner);
  if (methodOf(checkpoint.learner) !== methodOf(name)) refuseLearner();
  for (const setting of bound) {
    const found = settings[setting.name];
    if ((setting.of?.(found) ?? found) !== setting.value) refuse(setting.rule, String(found));
  }
  checkShapes(checkpoint, trained);
  if (checkpoint.learner !== name) refuseLearner();
  if (!(parameters instanceof Float64Array)) refuse('parameters are a Float64Array', typeof parameters);
  for (const tensor of trained.tensors) checkTensor(tensor, parameters);
  if (parameters.length > trained.parameterCount) {
    const last = trained.tensors.at(-1);
    const rule =
      last === undefined
        ? 'the learner has no parameters'
        : `${printTensor(last)} is the last tensor and ends at number ${trained.parameterCount}`;
    refuse(rule, `${parameters.length} numbers`);
  }
  checkScaler(checkpoint);
}

/** The first word of a learner's name; the sizes follow. */
const methodOf = (name: string): string => name.split(' ', 1)[0]!;

/** The first tensor by which another architecture differs, where the checkpoint names its tensors. */
function checkShapes({ tensors, learner }: Checkpoint, trained: ParameterLayout): void {
  if (tensors === undefined) return;
  const count = Math.max(tensors.length, trained.tensors.length);
  for (let i = 0; i < count; i++) {
    const [found, expected] = [tensors[i], trained.tensors[i]].map((one) =>
      one ? printTensor(one) : 'none',
    );
    if (found !== expected) refuse(`tensor ${i + 1} is ${expected}`, `${found}, of a learner ${learner}`);
  }
}

function checkScaler({ scaler, featureCount }: Checkpoint): void {
  if (scaler === undefined) return;
  for (const [name, values] of Object.entries(scaler)) {
    const fits = values instanceof Float64Array && values.length === featureCount;
    if (fits && values.every(Number.isFinite)) continue;
    refuse(`the ${name}s of the scaler are ${featureCount} finite numbers`, String(values));
  }
}

function checkTensor(tensor: NamedTensor, parameters: Float64Array): void {
  const end = tensor.offset + tensor.rows * tensor.columns;
  if (parameters.length < end) {
    refuse(`${printTensor(tensor)} ends at number ${end}`, `${parameters.length} numbers`);
  }
  for (let i = tensor.offset; i < end; i++) {
    if (!Number.isFinite(parameters[i])) refuse(`${printTensor(tensor)} is finite`, String(parameters[i]));
  }
}

function printTensor({ name, rows, columns }: NamedTensor): string {
  return `${name} [${rows}, ${columns}]`;
}

function refuse(rule: string, found: string): never {
  throw new RegimetaError('E_LEARNER_SHAPE', {
    place: 'checkpoint',
    rule,
    found,
    repair: 'Restore it with the settings it was trained with, or train again',
  });
}
