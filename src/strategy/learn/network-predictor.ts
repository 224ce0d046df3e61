import { float64Hash } from '../../math/float64-hash.ts';
import type { Predictor } from './meta-learner.ts';
import type { Network } from './network.ts';
import { NetworkEvaluation } from './network-evaluation.ts';

/**
 * A network with one output and parameters of its own, which nothing changes any more. Predictions equal the compiled
 * graph's float64 outputs to the bit. A feature that is NaN gives NaN.
 */
export class NetworkPredictor implements Predictor {
  readonly parametersHash: string;
  readonly #evaluation: NetworkEvaluation;

  /** Copies the parameters. */
  constructor(network: Network, parameters: Float64Array) {
    const copy = parameters.slice();
    this.parametersHash = float64Hash(copy);
    this.#evaluation = new NetworkEvaluation(network, copy);
  }

  /** E_LEARNER_SHAPE where the row has another number of features than the network. */
  predict(features: Float64Array): number {
    return this.#evaluation.outputs(features)[0]!;
  }
}
