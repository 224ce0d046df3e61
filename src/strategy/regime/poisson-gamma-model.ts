import { logGamma } from '../../math/log-gamma.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import type { StateFields } from './plain-state.ts';
import type { PredictiveModel } from './predictive-model.ts';

/** The prior over the rate of the counts: Gamma(`shape`, `rate`), both above zero; its mean is shape / rate. */
export interface PoissonGammaPrior {
  readonly shape: number;
  readonly rate: number;
}

/**
 * Counts of unknown rate. The predictive distribution of a run with shape a and rate b is negative binomial:
 * P(x) = Gamma(a + x) / (Gamma(a) x!) × (b / (b + 1))^a × (1 / (b + 1))^x; the run then has shape a + x, rate b + 1
 * (Gelman et al. 2013, "Bayesian Data Analysis", section 2.6). One dimension; takes whole numbers from 0 on.
 */
export class PoissonGammaModel implements PredictiveModel {
  readonly name = 'poisson-gamma';
  readonly dimension = 1;
  readonly runLengthMax: number;
  readonly #rate: number;
  /** By run length. */
  readonly #shape: Float64Array;

  /** Throws E_PARAMETER_INVALID where a parameter of the prior or the longest run is out of range. */
  constructor(prior: PoissonGammaPrior, runLengthMax: number) {
    const valid =
      prior.shape > 0 && prior.rate > 0 && Number.isSafeInteger(runLengthMax) && runLengthMax >= 1;
    if (!valid) {
      throw new RegimetaError('E_PARAMETER_INVALID', {
        place: 'poisson-gamma',
        rule: 'shape and rate must be above zero and the longest run a whole number of at least 1',
        found: `shape ${prior.shape}, rate ${prior.rate}, longest run ${runLengthMax}`,
      });
    }
    this.runLengthMax = runLengthMax;
    this.#rate = prior.rate;
    this.#shape = new Float64Array(runLengthMax + 1).fill(prior.shape);
  }

  get state(): StateFields {
    return { shape: this.#shape };
  }

  advance(observation: Float64Array, runs: number, logPredictive: Float64Array): void {
    const count = observation[0];
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RegimetaError('E_PARAMETER_INVALID', {
        place: 'bocpd.model',
        rule: 'poisson-gamma takes counts, whole numbers from 0 on',
        found: `the observation ${count}`,
      });
    }
    const logFactorial = logGamma(count + 1);
    for (let run = runs - 1; run >= 0; run--) {
      const shape = this.#shape[run];
      const rate = this.#rate + run;
      const choices = logGamma(shape + count) - logGamma(shape) - logFactorial;
      logPredictive[run] = choices + shape * Math.log(rate) - (shape + count) * Math.log(rate + 1);
      if (run < this.runLengthMax) this.#shape[run + 1] = shape + count;
    }
  }
}
