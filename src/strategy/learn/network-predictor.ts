import { float64Hash } from '../../math/float64-hash.ts';
import { type Head, REGRESSION_HEAD } from './head.ts';
import type { Predictor } from './meta-learner.ts';
import type { Network } from './network.ts';
import { NetworkEvaluation } from './network-evaluation.ts';

/**
 * A network with parameters of its own, which nothing changes any more, and the head that reads its outputs; these equal
 * the compiled graph's in float64 to the bit. A feature that is NaN gives NaN.
 */
export class NetworkPredictor implements Predictor {
  readonly parametersHash: string;
  readonly quantiles?: (features: Float64Array) => Float64Array;
  readonly #evaluation: NetworkEvaluation;
  readonly #head: Head;

  /** Copies the parameters. */
  constructor(network: Network, parameters: Float64Array, head: Head = REGRESSION_HEAD) {
    const copy = parameters.slice();
    this.parametersHash = float64Hash(copy);
    this.#evaluation = new NetworkEvaluation(network, copy);
    this.#head = head;
    const write = head.quantiles;
    if (write === null) return;
    const out = new Float64Array(head.units);
    this.quantiles = (features) => {
      write(this.#evaluation.outputs(features), out);
      return out;
    };
  }

  /** E_LEARNER_SHAPE where the row has another number of features than the network. */
  predict(features: Float64Array): number {
    return this.#head.read(this.#evaluation.outputs(features));
  }
}
