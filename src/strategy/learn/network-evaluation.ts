import { batchedMatmul, type MatmulPlan } from '../../math/batched-matmul.ts';
import { hyperbolicTangent } from '../../math/hyperbolic-tangent.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import type { Network } from './network.ts';

/** One layer ready to compute from the array of units before it. */
interface Layer {
  readonly product: MatmulPlan;
  readonly biases: Float64Array;
  /** The units of this layer. */
  readonly units: Float64Array;
}

/**
 * A network with parameters of its own, which nothing changes any more, outside of graphs. Outputs are summed in the
 * order of the compiled graph and so equal its float64 outputs to the bit. A feature that is NaN gives NaN.
 */
export class NetworkEvaluation {
  readonly #isTanh: boolean;
  readonly #features: Float64Array;
  readonly #layers: readonly Layer[];

  /** Keeps the parameters and not a copy. */
  constructor(network: Network, parameters: Float64Array) {
    this.#isTanh = network.activation === 'tanh';
    this.#features = new Float64Array(network.sizes[0]!);
    const layers: Layer[] = [];
    for (let layer = 1; layer < network.sizes.length; layer++) {
      const before = layers.at(-1)?.units ?? this.#features;
      layers.push(layerOf(network, parameters, { layer, before }));
    }
    this.#layers = layers;
  }

  /**
   * The outputs for one row, in an array that the next call overwrites. Allocates nothing. E_LEARNER_SHAPE where the
   * row has another number of features than the network.
   */
  outputs(features: Float64Array): Float64Array {
    const row = this.#features;
    if (features.length !== row.length) throw widthError(row.length, features.length);
    for (let i = 0; i < row.length; i++) row[i] = features[i]!;
    const last = this.#layers.length - 1;
    for (let i = 0; i < last; i++) {
      const layer = this.#layers[i]!;
      applyAffine(layer);
      if (this.#isTanh) applyTanh(layer.units);
      else applyRelu(layer.units);
    }
    const output = this.#layers[last]!;
    applyAffine(output);
    return output.units;
  }
}

function layerOf(
  network: Network,
  parameters: Float64Array,
  place: { readonly layer: number; readonly before: Float64Array },
): Layer {
  const weights = network.tensors[2 * place.layer - 2]!;
  const biases = network.tensors[2 * place.layer - 1]!;
  const units = new Float64Array(weights.columns);
  const matrix = parameters.subarray(weights.offset, biases.offset);
  const product: MatmulPlan = {
    tasks: 1,
    rows: 1,
    inner: weights.rows,
    columns: weights.columns,
    left: { values: place.before, taskStride: 0, rowStride: 0, columnStride: 1 },
    right: { values: matrix, taskStride: 0, rowStride: weights.columns, columnStride: 1 },
    out: units,
  };
  return { product, biases: parameters.subarray(biases.offset, biases.offset + biases.columns), units };
}

function applyAffine({ product, biases, units }: Layer): void {
  batchedMatmul(product);
  for (let i = 0; i < units.length; i++) units[i]! += biases[i]!;
}

function applyTanh(units: Float64Array): void {
  for (let i = 0; i < units.length; i++) units[i] = hyperbolicTangent(units[i]!);
}

function applyRelu(units: Float64Array): void {
  for (let i = 0; i < units.length; i++) units[i] = units[i]! <= 0 ? 0 : units[i]!;
}

function widthError(expected: number, found: number): RegimetaError {
  return new RegimetaError('E_LEARNER_SHAPE', {
    place: 'predict',
    rule: `a row has ${expected} features`,
    found: String(found),
  });
}
