import { RegimetaError } from '../../model/regimeta-error.ts';
import type { Checkpoint } from './meta-learner.ts';
import type { Network, ParameterTensor } from './network.ts';

/** What a checkpoint must fit. */
export interface ExpectedLearner {
  readonly name: string;
  readonly network: Network;
}

/**
 * Checks a checkpoint against the network that its settings and feature count make: E_LEARNER_SHAPE names the
 * learner, the activation, or the first tensor that is missing, left over or not finite. The other settings may
 * differ: a trained initialisation can be adapted in another way than it was trained for.
 */
export function checkCheckpoint(checkpoint: Checkpoint, expected: ExpectedLearner): void {
  const { name, network } = expected;
  const { parameters, settings } = checkpoint;
  if (checkpoint.learner !== name) refuse(`the checkpoint is of a learner ${name}`, checkpoint.learner);
  if (settings['activation'] !== network.activation) {
    refuse(`the hidden layers are ${network.activation}`, String(settings['activation']));
  }
  if (!(parameters instanceof Float64Array)) refuse('parameters are a Float64Array', typeof parameters);
  for (const tensor of network.tensors) checkTensor(tensor, parameters);
  if (parameters.length > network.parameterCount) {
    const last = network.tensors.at(-1)!;
    const rule = `${printTensor(last)} is the last tensor and ends at number ${network.parameterCount}`;
    refuse(rule, `${parameters.length} numbers`);
  }
}

function checkTensor(tensor: ParameterTensor, parameters: Float64Array): void {
  const end = tensor.offset + tensor.rows * tensor.columns;
  if (parameters.length < end) {
    refuse(`${printTensor(tensor)} ends at number ${end}`, `${parameters.length} numbers`);
  }
  for (let i = tensor.offset; i < end; i++) {
    if (!Number.isFinite(parameters[i])) refuse(`${printTensor(tensor)} is finite`, String(parameters[i]));
  }
}

function printTensor({ name, rows, columns }: ParameterTensor): string {
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
