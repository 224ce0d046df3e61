import { normalQuantile } from '../../math/normal-distribution.ts';
import { requireReturns, requireTail } from './volatility-input.ts';

/** What a tail may cost over one period. Both are losses, as a rule above 0, in the unit of the returns. */
export interface TailRisk {
  /** The loss that is exceeded with the probability of the tail. */
  readonly valueAtRisk: number;
  /** The mean loss in the tail (Acerbi & Tasche 2002). */
  readonly expectedShortfall: number;
}

/** `1 / √(2π)`. */
const DENSITY_AT_ZERO = 0.3989422804014327;

/**
 * The tail of a normal distribution: VaR = −mean + zσ and ES = −mean + σφ(z)/tail, z being the quantile of 1 − tail.
 * E_PARAMETER_INVALID for a tail that is not between 0 and 1.
 */
export function normalTailRisk(volatility: number, tail: number, mean = 0): TailRisk {
  requireTail(tail, 'normalTailRisk');
  const z = -normalQuantile(tail);
  const density = DENSITY_AT_ZERO * Math.exp((-z * z) / 2);
  return { valueAtRisk: -mean + volatility * z, expectedShortfall: -mean + (volatility * density) / tail };
}

/**
 * Historical simulation: the tail of past returns as they were. VaR is the loss at place ⌈tail·n⌉ of the n returns from the
 * lowest on, so that at most a part `tail` of them was worse; ES is the mean of the losses up to that place.
 * E_PARAMETER_INVALID for no returns, one that is not finite, and a tail that is not between 0 and 1.
 */
export function historicalTailRisk(returns: ArrayLike<number>, tail: number): TailRisk {
  const place = 'historicalTailRisk';
  requireTail(tail, place);
  requireReturns(returns, 1, place);
  const rising = Float64Array.from(returns).sort();
  // A part such as .05 of 100 is 5 and not 6, whatever the product is rounded to.
  const count = Math.max(1, Math.ceil(tail * rising.length - 1e-9));
  let losses = 0;
  for (let at = 0; at < count; at++) losses -= rising[at]!;
  return { valueAtRisk: -rising[count - 1]!, expectedShortfall: losses / count };
}

/** The rate at which the pinball loss of a quantile forecast rises: mean over t of (tail − [rₜ < −VaRₜ])·(rₜ + VaRₜ). */
export function quantileLossMean(
  returns: ArrayLike<number>,
  valuesAtRisk: ArrayLike<number>,
  tail: number,
): number {
  requireTail(tail, 'quantileLossMean');
  requireReturns(returns, 1, 'quantileLossMean');
  let sum = 0;
  for (let t = 0; t < returns.length; t++) {
    const error = returns[t]! + valuesAtRisk[t]!;
    sum += (tail - (error < 0 ? 1 : 0)) * error;
  }
  return sum / returns.length;
}
