import { createHash } from 'node:crypto';
import type { Random } from '../../math/random.ts';
import type { Episode, EpisodeSource, FeatureScaler, Predictor, SampleSet } from './meta-learner.ts';
import type { TaskSource } from './method.ts';

/** Tasks that a scaler is taken from. */
const SCALER_TASKS = 64;

/** A deviation below this part of the largest value is one of rounding. */
const DEVIATION_MIN = 1e-12;

/** Takes means and deviations from tasks that training may learn from, and so from nothing later. */
export function fitScaler(episodes: EpisodeSource, random: Random, featureCount: number): FeatureScaler {
  const mean = new Float64Array(featureCount);
  const square = new Float64Array(featureCount);
  const largest = new Float64Array(featureCount);
  let rows = 0;
  for (let task = 0; task < SCALER_TASKS; task++) {
    const { support, query } = episodes(random);
    for (const { rows: count, features } of [support, query]) {
      for (let row = 0; row < count; row++) {
        rows++;
        for (let i = 0; i < featureCount; i++) {
          const value = features[row * featureCount + i]!;
          const from = value - mean[i]!;
          mean[i]! += from / rows;
          square[i]! += from * (value - mean[i]!);
          largest[i] = Math.max(largest[i]!, Math.abs(value));
        }
      }
    }
  }
  const deviation = square.map((sum, i) => {
    const value = Math.sqrt(sum / Math.max(1, rows));
    return value > DEVIATION_MIN * largest[i]! ? value : 0;
  });
  return { mean, deviation };
}

/** The set with scaled features; the set itself is unchanged. */
function scaleSamples(samples: SampleSet, scaler: FeatureScaler): SampleSet {
  const { rows, featureCount } = samples;
  const features = samples.features.slice(0, rows * featureCount);
  for (let row = 0; row < rows; row++) scaleRow(features, scaler, row * featureCount);
  return { ...samples, features };
}

/** Support and past tasks with scaled features. */
export function scaleTask({ support, past }: TaskSource, scaler: FeatureScaler): TaskSource {
  return {
    support: scaleSamples(support, scaler),
    past: past.map((task) => scaleSamples(task, scaler)),
  };
}

/** The episode with scaled features. */
export function scaleEpisode({ support, query, past = [] }: Episode, scaler: FeatureScaler): Episode {
  return { ...scaleTask({ support, past }, scaler), query: scaleSamples(query, scaler) };
}

/** Scales a row before it is predicted from. */
export class ScaledPredictor implements Predictor {
  readonly parametersHash: string;
  readonly #inner: Predictor;
  readonly #scaler: FeatureScaler;
  readonly #row: Float64Array;

  constructor(inner: Predictor, scaler: FeatureScaler) {
    const hash = createHash('sha256').update(inner.parametersHash);
    for (const numbers of [scaler.mean, scaler.deviation]) hash.update(numbers.join());
    this.parametersHash = hash.digest('hex');
    this.#inner = inner;
    this.#scaler = scaler;
    this.#row = new Float64Array(scaler.mean.length);
  }

  predict(features: Float64Array, symbol?: number): number {
    // A row of another length is for the learner itself to refuse.
    if (features.length !== this.#row.length) return this.#inner.predict(features, symbol);
    this.#row.set(features);
    scaleRow(this.#row, this.#scaler, 0);
    return this.#inner.predict(this.#row, symbol);
  }
}

function scaleRow(features: Float64Array, { mean, deviation }: FeatureScaler, offset: number): void {
  for (let i = 0; i < mean.length; i++) {
    const from = features[offset + i]! - mean[i]!;
    features[offset + i] = deviation[i] === 0 ? 0 : from / deviation[i]!;
  }
}
