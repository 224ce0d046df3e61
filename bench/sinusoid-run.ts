import { randomFrom } from '../src/math/random.ts';
import type { Checkpoint, Predictor, SampleSet } from '../src/strategy/learn/meta-learner.ts';
import type { SinusoidRow } from './sinusoid-rows.ts';

/** The mean squared errors of many test tasks. */
export interface TrialResult {
  readonly mean: number;
  /** Half the width of the 95 % interval of the mean. */
  readonly halfWidth: number;
  readonly median: number;
  /** Adaptations that diverged, of which the unadapted error counts. */
  readonly diverged: number;
}

/** Trains a row's learner from a seed. */
export function trainRow(row: SinusoidRow, iterations: number, seed: number): Checkpoint {
  const random = randomFrom(seed);
  const learner = row.learner(iterations, null).create(1, random.split('weights'));
  for (const _ of learner.train(row.training, random.split('training')));
  return learner.checkpoint();
}

/** Tests a trained learner on new tasks, the same for every trial of the same shots. */
export function testRow(
  row: SinusoidRow,
  checkpoint: Checkpoint,
  trial: SinusoidRow['trials'][number],
  tasks: number,
): TrialResult {
  const learner = row.learner(1, trial.steps).restore(checkpoint);
  const random = randomFrom(1_000_003).split('test tasks');
  const source = row.testing(trial.shots);
  const initial = learner.initial();
  let diverged = 0;
  const errors = Array.from({ length: tasks }, () => {
    const { support, query } = source(random);
    if (trial.steps === 0) return meanSquaredError(initial, query);
    const adaptation = learner.adapt(support);
    if (adaptation.diverged) diverged++;
    return meanSquaredError(adaptation.predictor, query);
  });
  return { ...summaryOf(errors), diverged };
}

function meanSquaredError(predictor: Predictor, { rows, features, labels }: SampleSet): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const error = predictor.predict(features.subarray(row, row + 1)) - labels[row]!;
    sum += error * error;
  }
  return sum / rows;
}

function summaryOf(errors: readonly number[]): Omit<TrialResult, 'diverged'> {
  const count = errors.length;
  const mean = errors.reduce((sum, error) => sum + error, 0) / count;
  const squares = errors.reduce((sum, error) => sum + (error - mean) * (error - mean), 0);
  const halfWidth = 1.96 * Math.sqrt(squares / (count - 1) / count);
  return { mean, halfWidth, median: errors.toSorted((a, b) => a - b)[Math.floor(count / 2)]! };
}
