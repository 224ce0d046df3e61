import type { MarketSlice } from '../model/market-slice.ts';

/** How far a fill moves the price by what it takes of the usual volume. */
export interface ImpactSettings {
  /** The Y of the square-root formula; about 1. Zero for no impact. */
  readonly impactCoefficient: number;
  /** The bars N of the exponential averages: the latest bar has the weight 2 / (N + 1). */
  readonly impactBars: number;
}

/** The most that the formula may say, as a part of the price. */
const RATE_MAX = 0.5;

/**
 * The square-root impact of fills, `Y σ √(Q / V)` (Tóth et al. 2011, Physical Review X 1, 021006, equation 1), with the
 * volatility σ of one bar and the volume V of one bar as exponential averages over the bars of the symbol so far.
 */
export class MarketImpact {
  readonly #coefficient: number;
  readonly #weight: number;
  readonly #lastClose: Float64Array;
  /** NaN before the first return. */
  readonly #variance: Float64Array;
  readonly #volume: Float64Array;

  constructor(symbolCount: number, { impactCoefficient, impactBars }: ImpactSettings) {
    this.#coefficient = impactCoefficient;
    this.#weight = 2 / (impactBars + 1);
    this.#lastClose = new Float64Array(symbolCount).fill(Number.NaN);
    this.#variance = new Float64Array(symbolCount).fill(Number.NaN);
    this.#volume = new Float64Array(symbolCount).fill(Number.NaN);
  }

  /** Carries the estimates over to the units of the slice; before it is matched. */
  adjust(actions: MarketSlice['actions']): void {
    for (let i = 0; i < actions.length; i++) {
      const action = actions[i]!;
      if (action.kind !== 'split') continue;
      this.#lastClose[action.symbolIndex]! /= action.ratio;
      this.#volume[action.symbolIndex]! *= action.ratio;
    }
  }

  /** Takes the bars of a slice, after it was matched: what it says is known at its close. */
  observe({ fresh, close, volume }: MarketSlice): void {
    for (let symbol = 0; symbol < fresh.length; symbol++) {
      if (fresh[symbol] === 1) this.#observeBar(symbol, close[symbol]!, volume[symbol]!);
    }
  }

  /** The part of the price by which a fill of `quantity` units moves it, from 0 to 0.5; 0 before two bars are known. */
  rate(symbol: number, quantity: number): number {
    const variance = this.#variance[symbol]!;
    if (Number.isNaN(variance)) return 0;
    const volume = this.#volume[symbol]!;
    const share = quantity < volume ? quantity / volume : 1;
    return Math.min(RATE_MAX, this.#coefficient * Math.sqrt(variance * share));
  }

  #observeBar(symbol: number, close: number, volume: number): void {
    const last = this.#lastClose[symbol]!;
    this.#lastClose[symbol] = close;
    this.#volume[symbol] = this.#averaged(this.#volume[symbol]!, volume);
    // From a price of zero there is no relative change.
    if (Number.isNaN(last) || last === 0) return;
    const change = (close - last) / Math.abs(last);
    this.#variance[symbol] = this.#averaged(this.#variance[symbol]!, change * change);
  }

  #averaged(average: number, value: number): number {
    return Number.isNaN(average) ? value : average + this.#weight * (value - average);
  }
}
