import { RegimetaError } from '../../model/regimeta-error.ts';
import type { StateFields } from './plain-state.ts';
import type { PredictiveModel } from './predictive-model.ts';

/**
 * The posterior of the run length, exact and online (Adams & MacKay 2007, "Bayesian online changepoint detection",
 * algorithm 1), under a constant hazard. The run length r after t observations is the number of observations that
 * the present regime has made, the last one included; r = 0 says that the next one will be the first of a new
 * regime, and its probability is the hazard at every time, whatever was observed.
 *
 * Before the first observation P(r = 0) = 1: a regime starts with the data. Run lengths above the model's
 * `runLengthMax` are folded into it: the last probability is that of `runLengthMax` or more, predicted from the last
 * `runLengthMax` observations. Hence an update costs O(runLengthMax) at most, and old data are forgotten for good.
 * Probabilities are carried as logarithms, so an observation that every run thinks impossible cannot produce 0 / 0.
 */
export class RunLengthPosterior {
  /** The probability that a regime ends after an observation. */
  readonly hazard: number;
  readonly #model: PredictiveModel;
  readonly #probability: Float64Array;
  readonly #logMass: Float64Array;
  readonly #logPredictive: Float64Array;
  readonly #now = { runs: 1, logEvidence: 0 };

  /** The posterior owns the model from here on. Throws E_PARAMETER_INVALID unless 0 < hazard < 1. */
  constructor(model: PredictiveModel, hazard: number) {
    if (!(hazard > 0 && hazard < 1)) {
      throw new RegimetaError('E_PARAMETER_INVALID', {
        place: 'hazard',
        rule: 'it must lie between 0 and 1',
        found: String(hazard),
      });
    }
    this.hazard = hazard;
    this.#model = model;
    this.#probability = new Float64Array(model.runLengthMax + 1);
    this.#logMass = new Float64Array(model.runLengthMax + 1);
    this.#logPredictive = new Float64Array(model.runLengthMax + 1);
    this.#probability[0] = 1;
  }

  /** Everything that later probabilities depend on, to be saved, or restored in place. */
  get state(): StateFields {
    const { state: model } = this.#model;
    return { now: this.#now, probability: this.#probability, logMass: this.#logMass, model };
  }

  /** The number of run lengths that have a probability: 0 to `runs - 1`. */
  get runs(): number {
    return this.#now.runs;
  }

  /** The log predictive density of the last observation given those before it; 0 before the first. */
  get logEvidence(): number {
    return this.#now.logEvidence;
  }

  /** P(run length = `runLength`); 0 outside the range. */
  probability(runLength: number): number {
    return this.#probability[runLength] ?? 0;
  }

  /** P(`from` <= run length <= `to`), at most 1; 0 where the range is empty. */
  mass(from: number, to: number): number {
    let sum = 0;
    const last = Math.min(to, this.#now.runs - 1);
    for (let run = Math.max(0, from); run <= last; run++) sum += this.#probability[run];
    return Math.min(1, sum);
  }

  /** The most probable run length among `from` to `to`, the shortest of equals; `from` where the range is empty. */
  mostProbable(from: number, to: number): number {
    let best = from;
    const last = Math.min(to, this.#now.runs - 1);
    for (let run = from; run <= last; run++) {
      if (this.#logMass[run] > this.#logMass[best]) best = run;
    }
    return best;
  }

  /** Takes the next observation; throws E_INVARIANT on a non-finite one or a wrong length. Allocates nothing. */
  update(observation: Float64Array): void {
    this.#requireObservation(observation);
    this.#model.advance(observation, this.#now.runs, this.#logPredictive);
    const sum = this.#weigh();
    this.#growProbability((1 - this.hazard) / sum);
    this.#growLogMass(Math.log1p(-this.hazard) - this.#now.logEvidence);
    this.#now.runs = Math.min(this.#now.runs + 1, this.#model.runLengthMax + 1);
  }

  #requireObservation(observation: Float64Array): void {
    if (observation.length !== this.#model.dimension) {
      throw new RegimetaError('E_INVARIANT', {
        rule: `an observation must have ${this.#model.dimension} numbers`,
        found: String(observation.length),
      });
    }
    for (let k = 0; k < observation.length; k++) {
      if (Number.isFinite(observation[k])) continue;
      throw new RegimetaError('E_INVARIANT', {
        rule: 'an observation must be finite',
        found: String(observation[k]),
      });
    }
  }

  /**
   * Joins every run's mass with what it predicted: leaves the logarithms in the log masses and, scaled so that the
   * largest is 1, the plain weights in `#probability`. Returns the sum of the weights.
   */
  #weigh(): number {
    const logMass = this.#logMass;
    const { runs } = this.#now;
    let highest = Number.NEGATIVE_INFINITY;
    for (let run = 0; run < runs; run++) {
      const joint = logMass[run] + this.#logPredictive[run];
      logMass[run] = joint;
      if (joint > highest) highest = joint;
    }
    let sum = 0;
    for (let run = 0; run < runs; run++) {
      const weight = Math.exp(logMass[run] - highest);
      this.#probability[run] = weight;
      sum += weight;
    }
    this.#now.logEvidence = highest + Math.log(sum);
    return sum;
  }

  /** Moves every weight up by one run length, times `scale`; the last two are folded together. */
  #growProbability(scale: number): void {
    const probability = this.#probability;
    const last = this.#model.runLengthMax;
    const beyond = this.#now.runs > last ? probability[last] : 0;
    for (let run = Math.min(this.#now.runs, last); run >= 1; run--) {
      probability[run] = probability[run - 1] * scale;
    }
    probability[last] = probability[last] + beyond * scale;
    probability[0] = this.hazard;
  }

  /** The same for the logarithms, which keep what underflows as a plain probability. */
  #growLogMass(shift: number): void {
    const logMass = this.#logMass;
    const last = this.#model.runLengthMax;
    const beyond = this.#now.runs > last ? logMass[last] + shift : Number.NEGATIVE_INFINITY;
    for (let run = Math.min(this.#now.runs, last); run >= 1; run--) {
      logMass[run] = logMass[run - 1] + shift;
    }
    if (beyond > Number.NEGATIVE_INFINITY) logMass[last] = logSum(logMass[last], beyond);
    logMass[0] = Math.log(this.hazard);
  }
}

function logSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}
