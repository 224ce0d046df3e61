import { requireReturns, requireRiskInput } from './volatility-input.ts';

/**
 * Exponentially weighted volatility about a mean of zero (RiskMetrics technical document, J.P. Morgan 1996, 5.2):
 *
 *     h(t+1) = decay·h(t) + (1 − decay)·r(t)²,
 *
 * with h = r² after the first return. What it says after a return is the forecast for the next one. E_PARAMETER_INVALID for a
 * decay that is not between 0 and 1, and for a return that is not finite.
 */
export class ExponentialVolatility {
  readonly #decay: number;
  #variance = 0;
  #count = 0;

  /** `decay` 0.94 for daily returns, 0.97 for monthly ones. */
  constructor(decay = 0.94) {
    const rule = 'the decay lies between 0 and 1';
    requireRiskInput(decay > 0 && decay < 1, 'ExponentialVolatility', rule, decay);
    this.#decay = decay;
  }

  /** Takes the next return. */
  take(value: number): void {
    requireReturns([value], 1, 'ExponentialVolatility');
    const square = value * value;
    this.#variance = this.#count === 0 ? square : this.#decay * this.#variance + (1 - this.#decay) * square;
    this.#count++;
  }

  /** The forecast volatility of the next return; 0 before the first. */
  get value(): number {
    return Math.sqrt(this.#variance);
  }
}
