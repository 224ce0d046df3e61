/** Smallest volatility that is reported: a tenth of a basis point a bar. It keeps quotients finite where prices stand still. */
const VOLATILITY_MIN = 1e-5;

/**
 * Volatility of one-bar log returns for a number of symbols: the root of the weighted mean square about zero, in which
 * the weight of a return halves with every `halfLife` returns of the same symbol after it. Weights are divided by their
 * sum, so the start is not biased towards any initial value. Never below 1e-5.
 */
export class DecayedVolatility {
  readonly #decay: number;
  readonly #weight: Float64Array;
  readonly #squares: Float64Array;

  /** `halfLife` in returns, above zero. */
  constructor(symbolCount: number, halfLife: number) {
    this.#decay = Math.exp(-Math.LN2 / halfLife);
    this.#weight = new Float64Array(symbolCount);
    this.#squares = new Float64Array(symbolCount);
  }

  /** Takes the next log return of the symbol, which must be finite. */
  update(symbolIndex: number, logReturn: number): void {
    this.#weight[symbolIndex] = this.#weight[symbolIndex] * this.#decay + 1;
    this.#squares[symbolIndex] = this.#squares[symbolIndex] * this.#decay + logReturn * logReturn;
  }

  /** Of the returns so far, the last one included; the floor before the first. */
  value(symbolIndex: number): number {
    const weight = this.#weight[symbolIndex];
    if (weight === 0) return VOLATILITY_MIN;
    return Math.max(VOLATILITY_MIN, Math.sqrt(this.#squares[symbolIndex] / weight));
  }
}
