import { RegimetaError } from '../../model/regimeta-error.ts';
import { NormalGammaModel, type NormalGammaPrior } from './normal-gamma-model.ts';
import type { DetectorFactory, RegimeDetector } from './regime-detector.ts';
import { RunLengthPosterior } from './run-length-posterior.ts';

/** Settings of the detector; all lengths are in observations. */
export interface BocpdSettings {
  /** Length of an observation. */
  readonly dimension: number;
  /** Expected length of a regime, above 1; the hazard is its inverse. */
  readonly expectedRunLength: number;
  /** Posterior probability, in (0, 1], from which on a change is confirmed. */
  readonly threshold: number;
  /** The fewest observations that a new regime must have made to be confirmed; at least 1. */
  readonly confirmationMin: number;
  /** The most observations that a new regime may have made to be confirmed. */
  readonly confirmationWindow: number;
  /** The fewest observations between two confirmations, and before the first. */
  readonly dwellMin: number;
  /** Longer run lengths count as this; above `confirmationWindow`. */
  readonly runLengthMax: number;
  /** Prior of every dimension, for observations that the past has standardised. */
  readonly prior: NormalGammaPrior;
}

/**
 * Chosen on the daily bars of 73 US stocks from 1990-01-02 to 1999-12-31 alone, observed through the default
 * `trendFeatures`, and on simulated noise, with a few changes a year in mind; nothing after 1999 was looked at.
 * The figures: 21 changes confirmed in 2,401 observations, 2.2 a year; on single stocks of the same set 0.6 a year on
 * average. Without any change, alarms per 1,000 observations: standard normal noise straight into the detector 0.02;
 * one symbol with normal returns 0.2, with Student-t returns of 5 degrees of freedom 0.6; one symbol with GARCH(1,1)
 * returns (omega 0.0108, alpha 0.153, beta 0.806) 7 with normal and 9 with such Student-t innovations; 40 symbols,
 * GARCH in a common factor and in each, 10 and 13. So the clusters of GARCH volatility, weeks long, do count as
 * regimes, about as often as those of the market. The wide prior is the one that had the fewest such alarms for the
 * same number in the market.
 */
export const BOCPD_DEFAULTS: BocpdSettings = {
  dimension: 2,
  expectedRunLength: 250,
  threshold: 0.9,
  confirmationMin: 5,
  confirmationWindow: 63,
  dwellMin: 21,
  runLengthMax: 504,
  prior: { mean: 0, kappa: 0.1, alpha: 1, beta: 1 },
};

/**
 * Bayesian online change-point detection (Adams & MacKay 2007) with independent normal dimensions of unknown mean
 * and variance and a constant hazard. Throws E_PARAMETER_INVALID on settings out of range.
 *
 * The alarm. Let t be the number of observations taken and c the number taken at the last confirmation, 0 before
 * the first. The probability of a change is
 *
 *     P(confirmationMin <= r <= min(confirmationWindow, t - c - 1) | observations 1 to t),
 *
 * r being the run length that {@link RunLengthPosterior} defines: the new regime began after the last confirmation
 * (the start of the data is no change, and one change is confirmed once), not longer ago than the window, and has
 * made a few observations, so that not every moderate outlier passes for a regime. (An outlier far beyond all that the
 * run has seen still does: it makes a short regime of its own, and what follows makes another. Clip the observations.)
 * A change is confirmed when this probability is at least `threshold` and t - c >= dwellMin. P(r = 0) plays no part: it
 * is the hazard at every time.
 *
 * At a confirmation `runLength` is the most probable run length within those bounds, so the regime is estimated to
 * have begun `runLength - 1` observations before the present one. Otherwise it is the most probable run length of
 * all from 1 on, `runLengthMax` standing for itself and everything above.
 */
export function bocpd(settings: Partial<BocpdSettings> = {}): DetectorFactory {
  const complete: BocpdSettings = { ...BOCPD_DEFAULTS, ...settings };
  requireSettings(complete);
  return {
    settings: { method: 'bocpd', model: 'normal-gamma', ...complete },
    create: () => new BocpdDetector(complete),
  };
}

class BocpdDetector implements RegimeDetector {
  readonly name: string;
  readonly dimension: number;
  readonly #settings: BocpdSettings;
  readonly #posterior: RunLengthPosterior;
  #count = 0;
  #countConfirmed = 0;
  #confirmed = false;
  #changeProbability = 0;
  #runLength = 0;

  constructor(settings: BocpdSettings) {
    this.name = `bocpd hazard 1/${settings.expectedRunLength}`;
    this.dimension = settings.dimension;
    this.#settings = settings;
    const model = new NormalGammaModel(settings.dimension, settings.prior, settings.runLengthMax);
    this.#posterior = new RunLengthPosterior(model, 1 / settings.expectedRunLength);
  }

  get confirmed(): boolean {
    return this.#confirmed;
  }

  get changeProbability(): number {
    return this.#changeProbability;
  }

  get runLength(): number {
    return this.#runLength;
  }

  update(observation: Float64Array): void {
    const { threshold, confirmationMin, confirmationWindow, dwellMin } = this.#settings;
    this.#posterior.update(observation);
    this.#count += 1;
    const sinceConfirmed = this.#count - this.#countConfirmed;
    const longest = Math.min(confirmationWindow, sinceConfirmed - 1);
    this.#changeProbability = this.#posterior.mass(confirmationMin, longest);
    this.#confirmed = sinceConfirmed >= dwellMin && this.#changeProbability >= threshold;
    this.#runLength = this.#confirmed
      ? this.#posterior.mostProbable(confirmationMin, longest)
      : this.#posterior.mostProbable(1, this.#settings.runLengthMax);
    if (this.#confirmed) this.#countConfirmed = this.#count;
  }
}

function requireSettings(settings: BocpdSettings): void {
  const { expectedRunLength, threshold, confirmationMin, confirmationWindow, dwellMin, runLengthMax } =
    settings;
  requireRange('expectedRunLength', expectedRunLength, expectedRunLength > 1, 'it must be above 1');
  requireRange('threshold', threshold, threshold > 0 && threshold <= 1, 'it must lie in (0, 1]');
  requireCount('confirmationMin', confirmationMin, 1);
  requireCount('confirmationWindow', confirmationWindow, confirmationMin);
  requireCount('dwellMin', dwellMin, 1);
  requireCount('runLengthMax', runLengthMax, confirmationWindow + 1);
}

function requireCount(name: string, value: number, least: number): void {
  const rule = `it must be a whole number of at least ${least}`;
  requireRange(name, value, Number.isSafeInteger(value) && value >= least, rule);
}

function requireRange(name: string, value: number, holds: boolean, rule: string): void {
  if (holds && Number.isFinite(value)) return;
  throw new RegimetaError('E_PARAMETER_INVALID', { place: `bocpd.${name}`, rule, found: String(value) });
}
