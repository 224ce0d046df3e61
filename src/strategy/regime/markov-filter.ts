import { ergodicProbabilities, type MarkovModel } from './markov-model.ts';

const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * Hamilton's filter: the probabilities of the states given the observations so far, and nothing later. With p autoregressive terms the states of
 * p + 1 times are followed together, from ergodic probabilities; the first p observations are only conditioned on.
 */
export class MarkovFilter {
  readonly #model: MarkovModel;
  readonly #order: number;
  /** How many combinations of states at p times there are. */
  readonly #past: number;
  readonly #next: Float64Array;
  /** By combination: what the autoregressive terms take of its past means. */
  readonly #offset: Float64Array;
  readonly #logScale: Float64Array;
  /** Everything that later probabilities depend on. The combination of state i now and j before is i + states × j, and so on. */
  readonly state: { count: number; joint: Float64Array; lags: Float64Array };
  #logLikelihood = 0;

  constructor(model: MarkovModel) {
    const { states, dimension, coefficients, means, variances } = model;
    const order = coefficients.length;
    this.#model = model;
    this.#order = order;
    this.#past = combinationsOf(states, order);
    this.#next = new Float64Array(states * this.#past);
    this.#offset = Float64Array.from({ length: this.#past }, (_, past) => {
      let sum = 0;
      for (let lag = 0, rest = past; lag < order; lag++, rest = Math.floor(rest / states)) {
        sum += coefficients[lag]! * means[rest % states]!;
      }
      return sum;
    });
    this.#logScale = Float64Array.from({ length: states }, (_, s) => {
      let sum = 0;
      for (let k = 0; k < dimension; k++) sum += Math.log(variances[s * dimension + k]!) + LOG_TWO_PI;
      return -sum / 2;
    });
    this.state = { count: 0, joint: this.#ergodic(), lags: new Float64Array(order) };
  }

  /** The sum of the log predictive densities so far. */
  get logLikelihood(): number {
    return this.#logLikelihood;
  }

  /** P(state = `state`) now, by everything so far. */
  probability(state: number): number {
    const { states } = this.#model;
    let sum = 0;
    for (let at = state; at < this.state.joint.length; at += states) sum += this.state.joint[at]!;
    return Math.min(1, sum);
  }

  /** Takes the next observation, which is finite. Allocates nothing. */
  update(observation: Float64Array): void {
    const { lags } = this.state;
    const isConditioned = this.state.count++ < this.#order;
    if (!isConditioned) {
      if (this.state.count > this.#order + 1) this.#predict();
      this.#weigh(observation);
    }
    if (lags.length === 0) return;
    lags.copyWithin(1, 0);
    lags[0] = observation[0]!;
  }

  #ergodic(): Float64Array {
    const { states, transition } = this.#model;
    const shares = ergodicProbabilities(this.#model);
    const joint = new Float64Array(states * this.#past);
    return joint.map((_, combination) => {
      let rest = combination;
      let probability = 1;
      for (let lag = 0; lag < this.#order; lag++) {
        const later = rest % states;
        rest = Math.floor(rest / states);
        probability *= transition[(rest % states) * states + later]!;
      }
      return probability * shares[rest]!;
    });
  }

  /** One step of the chain: the oldest state is summed out. */
  #predict(): void {
    const { states, transition } = this.#model;
    const { joint } = this.state;
    const next = this.#next.fill(0);
    for (let at = 0; at < joint.length; at++) {
      const kept = states * (at % this.#past);
      const from = (at % states) * states;
      for (let s = 0; s < states; s++) next[kept + s]! += joint[at]! * transition[from + s]!;
    }
    joint.set(next);
  }

  #weigh(observation: Float64Array): void {
    const { joint } = this.state;
    const { states } = this.#model;
    const next = this.#next;
    let highest = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < joint.length; at++) {
      next[at] = Math.log(joint[at]!) + this.#logDensity(observation, at % states, Math.floor(at / states));
      if (next[at]! > highest) highest = next[at]!;
    }
    let sum = 0;
    for (let at = 0; at < joint.length; at++) {
      joint[at] = Math.exp(next[at]! - highest);
      sum += joint[at]!;
    }
    for (let at = 0; at < joint.length; at++) joint[at] = joint[at]! / sum;
    this.#logLikelihood += highest + Math.log(sum);
  }

  #logDensity(observation: Float64Array, state: number, past: number): number {
    const { dimension, means, variances, coefficients } = this.#model;
    const { lags } = this.state;
    let squares = 0;
    for (let k = 0; k < dimension; k++) {
      const at = state * dimension + k;
      let expected = means[at]!;
      if (lags.length > 0) {
        expected -= this.#offset[past]!;
        for (let lag = 0; lag < lags.length; lag++) expected += coefficients[lag]! * lags[lag]!;
      }
      const distance = observation[k]! - expected;
      squares += (distance * distance) / variances[at]!;
    }
    return this.#logScale[state]! - squares / 2;
  }
}

/** How many sequences of so many states there are. */
function combinationsOf(states: number, length: number): number {
  let combinations = 1;
  for (let k = 0; k < length; k++) combinations *= states;
  return combinations;
}
