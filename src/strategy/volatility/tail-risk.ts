import { normalQuantile } from '../../math/normal-distribution.ts';
import { requireReturns, requireRiskInput, requireTail } from './volatility-input.ts';

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

/**
 * The tail of a forecast by quantiles: `quantiles` rise with `levels`, are joined by straight lines, and below the lowest level stay as
 * they are, so that an expected shortfall is rather too small. E_PARAMETER_INVALID for a tail outside of the levels.
 */
export function quantileTailRisk(
  levels: ArrayLike<number>,
  quantiles: ArrayLike<number>,
  tail: number,
): TailRisk {
  const place = 'quantileTailRisk';
  const last = levels.length - 1;
  const isWithin =
    levels.length === quantiles.length && last >= 0 && tail >= levels[0]! && tail <= levels[last]!;
  requireRiskInput(isWithin, place, 'the tail lies between the lowest and the highest level', tail);
  let at = 0;
  let area = levels[0]! * quantiles[0]!;
  while (at < last && levels[at + 1]! <= tail) {
    area += ((levels[at + 1]! - levels[at]!) * (quantiles[at]! + quantiles[at + 1]!)) / 2;
    at++;
  }
  let quantile = quantiles[at]!;
  if (levels[at]! < tail) {
    const part = (tail - levels[at]!) / (levels[at + 1]! - levels[at]!);
    quantile += part * (quantiles[at + 1]! - quantile);
    area += ((tail - levels[at]!) * (quantiles[at]! + quantile)) / 2;
  }
  return { valueAtRisk: -quantile, expectedShortfall: -area / tail };
}

/** The mean pinball loss of forecasts of a value at risk: that over t of (tail − [rₜ < −VaRₜ])·(rₜ + VaRₜ). */
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
