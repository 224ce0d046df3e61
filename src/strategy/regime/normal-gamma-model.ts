import { logGamma } from '../../math/log-gamma.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import type { StateFields } from './plain-state.ts';
import type { PredictiveModel } from './predictive-model.ts';

/**
 * The prior over mean and precision of each dimension:
 * precision ~ Gamma(shape `alpha`, rate `beta`), mean | precision ~ Normal(`mean`, 1 / (`kappa` × precision)).
 * So `kappa` counts the observations that the prior mean is worth, `2 × alpha` those that the prior variance is
 * worth, and `beta / alpha` is the prior variance. If the data are scaled by c, `mean` scales by c and `beta` by c²:
 * the fixed prior is meant for standardised observations. (Fink's parameters: m = mean, r = kappa, v = 2 alpha,
 * s = 2 beta.)
 */
export interface NormalGammaPrior {
  readonly mean: number;
  /** Above zero. */
  readonly kappa: number;
  /** Above zero. */
  readonly alpha: number;
  /** Above zero. */
  readonly beta: number;
}

/** Observations beyond this count as this, so that neither squares nor products of two betas overflow. */
const OBSERVATION_MAX = 1e50;

/** A product of betas is turned into its logarithm once it has left the range from here to the inverse. */
const PRODUCT_MAX = 1e150;

/**
 * Independent normal dimensions of unknown mean and variance, which share their change points. The predictive
 * density of a run is a product of Student-t densities with 2 alpha degrees of freedom, location `mean` and squared
 * scale beta (kappa + 1) / (alpha kappa) (Murphy 2007, "Conjugate Bayesian analysis of the Gaussian distribution",
 * section 3). Takes any finite observation.
 */
export class NormalGammaModel implements PredictiveModel {
  readonly name = 'normal-gamma';
  readonly dimension: number;
  readonly runLengthMax: number;
  /** By run length: alpha, the gain of beta for a squared deviation, that of the mean for a deviation, a constant. */
  readonly #alpha: Float64Array;
  readonly #betaGain: Float64Array;
  readonly #meanGain: Float64Array;
  readonly #normaliser: Float64Array;
  /** By run length, then dimension; one run more than there are takes the one that is dropped. */
  readonly #mean: Float64Array;
  readonly #beta: Float64Array;
  /** By run length: the sum of log(beta) over the dimensions. */
  readonly #logBeta: Float64Array;
  readonly #bounded: Float64Array;

  /** Throws E_PARAMETER_INVALID where a parameter of the prior or a size is out of range. */
  constructor(dimension: number, prior: NormalGammaPrior, runLengthMax: number) {
    requirePrior(prior);
    this.dimension = requireCount('dimension', dimension);
    this.runLengthMax = requireCount('runLengthMax', runLengthMax);
    const kappa = Float64Array.from({ length: runLengthMax + 1 }, (_, run) => prior.kappa + run);
    this.#alpha = kappa.map((_, run) => prior.alpha + run / 2);
    this.#betaGain = kappa.map((count) => count / (2 * (count + 1)));
    this.#meanGain = kappa.map((count) => 1 / (count + 1));
    this.#normaliser = kappa.map((count, run) => dimension * normaliserOf(this.#alpha[run], count));
    const places = runLengthMax + 2;
    this.#mean = new Float64Array(dimension * places).fill(prior.mean);
    this.#beta = new Float64Array(dimension * places).fill(prior.beta);
    this.#logBeta = new Float64Array(places).fill(dimension * Math.log(prior.beta));
    this.#bounded = new Float64Array(dimension);
  }

  get state(): StateFields {
    return { mean: this.#mean, beta: this.#beta, logBeta: this.#logBeta };
  }

  /**
   * With beta' the beta after the observation, 1 + deviation² kappa / (2 beta (kappa + 1)) = beta' / beta, so the log
   * density is normaliser + alpha log(beta) - (alpha + 1/2) log(beta'): one logarithm a run, of the product over the
   * dimensions. Downwards, because each run moves up by one place.
   */
  advance(observation: Float64Array, runs: number, logPredictive: Float64Array): void {
    for (let k = 0; k < this.dimension; k++) {
      this.#bounded[k] = Math.max(-OBSERVATION_MAX, Math.min(OBSERVATION_MAX, observation[k]));
    }
    const logBeta = this.#logBeta;
    for (let run = runs - 1; run >= 0; run--) {
      const alpha = this.#alpha[run];
      const logBetaNext = this.#advanceRun(run);
      logPredictive[run] = this.#normaliser[run] + alpha * logBeta[run] - (alpha + 0.5) * logBetaNext;
      logBeta[run + 1] = logBetaNext;
    }
  }

  /** Moves the statistics of a run up with the observation in them; returns the sum of their log(beta). */
  #advanceRun(run: number): number {
    const { dimension } = this;
    const betaGain = this.#betaGain[run];
    const meanGain = this.#meanGain[run];
    let product = 1;
    let logSum = 0;
    for (let at = run * dimension, k = 0; k < dimension; at++, k++) {
      const mean = this.#mean[at];
      const deviation = this.#bounded[k] - mean;
      const betaNext = this.#beta[at] + deviation * deviation * betaGain;
      this.#beta[at + dimension] = betaNext;
      this.#mean[at + dimension] = mean + deviation * meanGain;
      product *= betaNext;
      if (product > PRODUCT_MAX || product < 1 / PRODUCT_MAX) {
        logSum += Math.log(product);
        product = 1;
      }
    }
    return logSum + Math.log(product);
  }
}

function normaliserOf(alpha: number, kappa: number): number {
  return logGamma(alpha + 0.5) - logGamma(alpha) - 0.5 * Math.log((2 * Math.PI * (kappa + 1)) / kappa);
}

function requireCount(name: string, count: number): number {
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: name,
    rule: 'it must be a whole number of at least 1',
    found: String(count),
  });
}

function requirePrior(prior: NormalGammaPrior): void {
  for (const name of ['kappa', 'alpha', 'beta'] as const) {
    requireParameter(name, prior[name], prior[name] > 0 && prior[name] <= OBSERVATION_MAX);
  }
  requireParameter('mean', prior.mean, Math.abs(prior.mean) <= OBSERVATION_MAX);
}

function requireParameter(name: string, value: number, holds: boolean): void {
  if (holds) return;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: `prior.${name}`,
    rule: `the mean must be at most ${OBSERVATION_MAX} in size, the others above zero and no larger`,
    found: String(value),
  });
}
