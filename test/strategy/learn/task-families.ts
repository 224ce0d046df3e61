import { type Random, randomFrom } from '../../../src/math/random.ts';
import type { EpisodeSource, SampleSet } from '../../../src/strategy/learn/meta-learner.ts';

/** Rows drawn from a function of the features. */
function sampleRows(
  rows: number,
  featureCount: number,
  draw: () => number,
  label: (row: Float64Array) => number,
): SampleSet {
  const features = Float64Array.from({ length: rows * featureCount }, draw);
  const labels = Float64Array.from({ length: rows }, (_, row) =>
    label(features.subarray(row * featureCount, (row + 1) * featureCount)),
  );
  return { rows, featureCount, features, labels };
}

/** Linear tasks: one direction common to all, the other coefficients the task's own; noise of 0.1. */
export function linearTasks(featureCount: number, shots: number): EpisodeSource {
  return (random) => {
    const weights = Float64Array.from({ length: featureCount }, (_, i) =>
      i === 0 ? 1 : 0.5 * random.normal(),
    );
    const label = (row: Float64Array): number =>
      row.reduce((sum, value, i) => sum + value * weights[i]!, 0.1 * random.normal());
    const draw = (): number => random.normal();
    return {
      support: sampleRows(shots, featureCount, draw, label),
      query: sampleRows(shots, featureCount, draw, label),
    };
  };
}

/** Rows of standard normal features and labels. */
export function noiseRows(seed: number, rows: number, featureCount: number): SampleSet {
  const random: Random = randomFrom(seed).split('noise');
  const draw = (): number => random.normal();
  return sampleRows(rows, featureCount, draw, draw);
}

/** The mean squared error of predictions on a set. */
export function meanSquaredError(predict: (row: Float64Array) => number, samples: SampleSet): number {
  const { rows, featureCount, features, labels } = samples;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const error = predict(features.slice(row * featureCount, (row + 1) * featureCount)) - labels[row]!;
    sum += error * error;
  }
  return sum / rows;
}
