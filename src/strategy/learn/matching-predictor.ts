import { float64Hash } from '../../math/float64-hash.ts';
import { LENGTH_MIN } from './cosine-attention.ts';
import type { Predictor, SampleSet } from './meta-learner.ts';
import type { Network } from './network.ts';
import { NetworkEvaluation } from './network-evaluation.ts';

/** What a predictor attends to, and how sharply. */
export interface MatchingMemory {
  /** Rows that are all used; none for a predictor without a memory, which predicts 0. */
  readonly support: SampleSet;
  readonly temperature: number;
}

/** Predicts the mean of the remembered labels, weighted by the likeness of the embedded rows; immutable. */
export class MatchingPredictor implements Predictor {
  readonly parametersHash: string;
  readonly #embedding: NetworkEvaluation;
  readonly #memory: Float64Array;
  readonly #labels: Float64Array;
  readonly #query: Float64Array;
  readonly #temperature: number;

  /** Copies the parameters and embeds the memory. */
  constructor(network: Network, parameters: Float64Array, { support, temperature }: MatchingMemory) {
    const { rows, featureCount, features, labels } = support;
    const units = network.sizes.at(-1)!;
    this.#embedding = new NetworkEvaluation(network, parameters.slice());
    this.#memory = new Float64Array(rows * units);
    this.#labels = labels.slice(0, rows);
    this.#query = new Float64Array(units);
    this.#temperature = temperature;
    for (let row = 0; row < rows; row++) {
      this.#embed(features.subarray(row * featureCount, (row + 1) * featureCount));
      this.#memory.set(this.#query, row * units);
    }
    this.parametersHash = float64Hash(
      joined([parameters, Float64Array.of(temperature), this.#memory, this.#labels]),
    );
  }

  /** E_LEARNER_SHAPE where the row has another number of features than the network. */
  predict(features: Float64Array): number {
    this.#embed(features);
    const query = this.#query;
    let total = 0;
    let weighted = 0;
    for (let row = 0; row < this.#labels.length; row++) {
      let cosine = 0;
      for (let i = 0; i < query.length; i++) cosine += query[i]! * this.#memory[row * query.length + i]!;
      const score = Math.exp((cosine - 1) / this.#temperature);
      total += score;
      weighted += score * this.#labels[row]!;
    }
    return total === 0 ? 0 : weighted / total;
  }

  /** Writes the embedding of a row, of length 1, to `#query`. */
  #embed(features: Float64Array): void {
    const units = this.#embedding.outputs(features);
    let square = 0;
    for (let i = 0; i < units.length; i++) square += units[i]! * units[i]!;
    const length = Math.max(LENGTH_MIN, Math.sqrt(square));
    for (let i = 0; i < units.length; i++) this.#query[i] = units[i]! / length;
  }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
