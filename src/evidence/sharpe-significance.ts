import { normalCumulative, normalQuantile } from '../math/normal-distribution.ts';

/** A Sharpe ratio of one period, never annualised, with the moments that its uncertainty depends on. */
export interface SharpeEstimate {
  readonly sharpe: number;
  /** Returns that it was estimated from; above 1. */
  readonly observations: number;
  readonly skewness: number;
  /** Raw: 3 for the normal distribution. */
  readonly kurtosis: number;
}

/** Euler's constant. */
const EULER_GAMMA = 0.5772156649015329;

/**
 * The probability that the true Sharpe ratio is above `benchmark`, a ratio of one period too:
 * `Φ((S − S*) √(T − 1) / √(1 − skewness · S + (kurtosis − 1) S² / 4))`.
 *
 * Bailey & López de Prado 2012, "The Sharpe ratio efficient frontier", Journal of Risk 15(2).
 */
export function probabilisticSharpe(estimate: SharpeEstimate, benchmark: number): number {
  const distance = (estimate.sharpe - benchmark) * Math.sqrt(estimate.observations - 1);
  return normalCumulative(distance / Math.sqrt(varianceFactor(estimate)));
}

/**
 * The expected maximum of `trials` independent standard normal numbers, approximately:
 * `(1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e))`. How good the best of so many worthless configurations looks. Zero for one.
 *
 * Bailey, Borwein, López de Prado & Zhu 2014, "Pseudo-mathematics and financial charlatanism", Notices of the AMS 61(5).
 */
export function expectedMaximum(trials: number): number {
  if (trials <= 1) return 0;
  const far = normalQuantile(1 - 1 / (trials * Math.E));
  return (1 - EULER_GAMMA) * normalQuantile(1 - 1 / trials) + EULER_GAMMA * far;
}

/**
 * The probability that the true Sharpe ratio is above zero, given that it is the best of `trials` whose ratios of
 * one period have the variance `varianceOfTrials`: the probabilistic ratio against `√variance · expected maximum`.
 *
 * Bailey & López de Prado 2014, "The deflated Sharpe ratio", Journal of Portfolio Management 40(5).
 */
export function deflatedSharpe(estimate: SharpeEstimate, varianceOfTrials: number, trials: number): number {
  return probabilisticSharpe(estimate, Math.sqrt(varianceOfTrials) * expectedMaximum(trials));
}

/**
 * The minimum track record: how many returns it takes until a ratio like this one is above `benchmark` with the
 * given probability. Infinite where it is not above it. Bailey & López de Prado 2012, as above.
 */
export function trackRecordMin(
  estimate: Omit<SharpeEstimate, 'observations'>,
  benchmark: number,
  probability: number,
): number {
  const distance = estimate.sharpe - benchmark;
  if (!(distance > 0)) return Number.POSITIVE_INFINITY;
  const standardised = normalQuantile(probability) / distance;
  return 1 + varianceFactor(estimate) * standardised * standardised;
}

/**
 * The minimum length of a backtest in years: below it the best of `trials` worthless configurations is expected to
 * show an annual Sharpe ratio of `sharpeAnnual` in sample. Bailey, Borwein, López de Prado & Zhu 2014, as above.
 */
export function backtestLengthMin(trials: number, sharpeAnnual: number): number {
  const ratio = expectedMaximum(trials) / sharpeAnnual;
  return ratio * ratio;
}

/** The variance of an estimated Sharpe ratio, times the observations less one. */
function varianceFactor({ sharpe, skewness, kurtosis }: Omit<SharpeEstimate, 'observations'>): number {
  return 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
}
