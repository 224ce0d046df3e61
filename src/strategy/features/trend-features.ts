import type { MarketSlice } from '../../model/market-slice.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { DecayedVolatility } from './decayed-volatility.ts';
import type { FeatureFactory, FeatureSet } from './feature-set.ts';
import { LogPriceHistory } from './log-price-history.ts';
import {
  MARKET_CHANNELS,
  MARKET_OBSERVATION_DEFAULTS,
  MarketObservation,
  type MarketObservationSettings,
} from './market-observation.ts';

/** Settings of the features; all lengths are in bars of the symbol, for the market in slices. */
export interface TrendFeatureSettings {
  /** Horizons of the symbol's own returns; whole numbers from 1 on, at least one. */
  readonly horizons: readonly number[];
  /** Horizons of the market's returns; whole numbers from 1 on. */
  readonly marketHorizons: readonly number[];
  /** Half-life of the volatility that returns are measured in. */
  readonly volatilityHalfLife: number;
  /** Half-lives of the two volatilities whose ratio is a feature. */
  readonly volatilityHalfLifeShort: number;
  readonly volatilityHalfLifeLong: number;
  /** Bars over which the highest close is taken, the present one included. */
  readonly highWindow: number;
  /** Bound of every feature, above zero. */
  readonly clip: number;
  readonly observation: MarketObservationSettings;
}

const TREND_FEATURE_DEFAULTS: TrendFeatureSettings = {
  horizons: [1, 5, 21, 63, 126],
  marketHorizons: [21, 63],
  volatilityHalfLife: 21,
  volatilityHalfLifeShort: 5,
  volatilityHalfLifeLong: 63,
  highWindow: 126,
  clip: 5,
  observation: MARKET_OBSERVATION_DEFAULTS,
};

/**
 * Scale-free trend features of every symbol, and what the regime detector observes of the market
 * ({@link MarketObservation}). Only closes are used. With the last close c(t), counted in bars of the symbol, and its
 * volatility s ({@link DecayedVolatility}), in the order of the vector:
 *
 * - `return_k`, each horizon k: log(c(t) / c(t-k)) / (s √k);
 * - `volatility_ratio`: log of the volatility with the short half-life over that with the long one;
 * - `high_distance_w`: log(c(t) / highest close of the last w bars) / (s √w), at most 0;
 * - `market_return_k`, each market horizon k: the sum of the last k market returns over (volatility of the market √k),
 *   the market return of a slice being the mean log return of the symbols with a bar, each since its bar before.
 *
 * After a split the closes before it are restated, so that no value knows of it.
 *
 * Every value is clipped to ± `clip`, and finite for all positive closes: the volatility has a floor. A symbol
 * without a bar in a slice keeps its past and is not ready. Throws E_PARAMETER_INVALID on settings out of range;
 * `update` throws E_INVARIANT on a close that is not positive and finite.
 */
export function trendFeatures(
  settings: Partial<
    Omit<TrendFeatureSettings, 'observation'> & { readonly observation: Partial<MarketObservationSettings> }
  > = {},
): FeatureFactory {
  const observation = { ...MARKET_OBSERVATION_DEFAULTS, ...settings.observation };
  const complete: TrendFeatureSettings = { ...TREND_FEATURE_DEFAULTS, ...settings, observation };
  requireSettings(complete);
  return {
    settings: { method: 'trend', ...complete },
    create: (symbolCount) => new TrendFeatures(complete, symbolCount),
  };
}

/** Bars after which the volatility of a symbol scales its return for the correlation of the market. */
const SCALED_COUNT_MIN = 21;

class TrendFeatures implements FeatureSet {
  readonly names: readonly string[];
  readonly lookback: number;
  readonly #settings: TrendFeatureSettings;
  readonly #symbolCount: number;
  readonly #fresh: Uint8Array;
  readonly #prices: LogPriceHistory;
  readonly #volatility: DecayedVolatility;
  readonly #volatilityShort: DecayedVolatility;
  readonly #volatilityLong: DecayedVolatility;
  /** The sum of all market returns so far, as the log price of one more symbol. */
  readonly #market: LogPriceHistory;
  readonly #marketVolatility: DecayedVolatility;
  readonly #observation: MarketObservation;
  /** By symbol, its last return in units of the volatility before it; NaN where there is none. */
  readonly #scaledReturns: Float64Array;

  constructor(settings: TrendFeatureSettings, symbolCount: number) {
    const { horizons, marketHorizons, highWindow } = settings;
    this.#settings = settings;
    this.#symbolCount = symbolCount;
    this.names = featureNames(settings);
    this.lookback = Math.max(...horizons, ...marketHorizons, highWindow - 1) + 1;
    this.#fresh = new Uint8Array(symbolCount);
    this.#prices = new LogPriceHistory(symbolCount, this.lookback);
    this.#volatility = new DecayedVolatility(symbolCount, settings.volatilityHalfLife);
    this.#volatilityShort = new DecayedVolatility(symbolCount, settings.volatilityHalfLifeShort);
    this.#volatilityLong = new DecayedVolatility(symbolCount, settings.volatilityHalfLifeLong);
    this.#market = new LogPriceHistory(1, this.lookback);
    this.#market.push(0, 0);
    this.#marketVolatility = new DecayedVolatility(1, settings.volatilityHalfLife);
    this.#observation = new MarketObservation(settings.observation);
    this.#scaledReturns = new Float64Array(symbolCount).fill(Number.NaN);
  }

  get observationNames(): readonly string[] {
    const { names } = this.#observation;
    if (!this.#settings.observation.symbolReturns) return names;
    return [...names, ...Array.from(this.#scaledReturns, (_, symbol) => `symbol_return_${symbol}`)];
  }

  update(slice: MarketSlice): void {
    this.#requireSymbols(slice);
    this.#fresh.set(slice.fresh);
    for (const action of slice.actions) {
      if (action.kind === 'split') this.#prices.shift(action.symbolIndex, -Math.log(action.ratio));
    }
    let sum = 0;
    let sumAbsolute = 0;
    let count = 0;
    this.#scaledReturns.fill(Number.NaN);
    let scaledCount = 0;
    let scaledSum = 0;
    let scaledSquares = 0;
    for (let symbolIndex = 0; symbolIndex < this.#symbolCount; symbolIndex++) {
      if (this.#fresh[symbolIndex] === 0) continue;
      const prices = this.#prices.count(symbolIndex);
      const usual = prices >= SCALED_COUNT_MIN ? this.#volatility.value(symbolIndex) : 0;
      const logReturn = this.#takeClose(symbolIndex, slice.close[symbolIndex]);
      if (prices === 0) continue;
      sum += logReturn;
      sumAbsolute += Math.abs(logReturn);
      count += 1;
      if (usual === 0) continue;
      const scaled = this.#clipped(logReturn / usual);
      this.#scaledReturns[symbolIndex] = scaled;
      scaledSum += scaled;
      scaledSquares += scaled * scaled;
      scaledCount += 1;
    }
    const togetherness = scaledCount > 1 && scaledSquares > 0 ? (scaledSum * scaledSum) / scaledSquares : 1;
    if (count === 0) this.#observation.skip();
    else this.#takeMarket(sum / count, sumAbsolute / count, togetherness);
  }

  ready(symbolIndex: number): boolean {
    return this.#fresh[symbolIndex] === 1 && this.#prices.count(symbolIndex) >= this.lookback;
  }

  write(symbolIndex: number, out: Float64Array, offset: number): void {
    const { horizons, marketHorizons, highWindow } = this.#settings;
    const volatility = this.volatility(symbolIndex);
    let at = offset;
    for (let k = 0; k < horizons.length; k++) {
      const bars = horizons[k];
      const change = this.#prices.back(symbolIndex, 0) - this.#prices.back(symbolIndex, bars);
      out[at++] = this.#clipped(change / (volatility * Math.sqrt(bars)));
    }
    const short = this.#volatilityShort.value(symbolIndex);
    out[at++] = this.#clipped(Math.log(short / this.#volatilityLong.value(symbolIndex)));
    const below = this.#prices.back(symbolIndex, 0) - this.#prices.highest(symbolIndex, highWindow);
    out[at++] = this.#clipped(below / (volatility * Math.sqrt(highWindow)));
    for (let k = 0; k < marketHorizons.length; k++) {
      const bars = marketHorizons[k];
      const change = this.#market.back(0, 0) - this.#market.back(0, bars);
      out[at++] = this.#clipped(change / (this.#marketVolatility.value(0) * Math.sqrt(bars)));
    }
  }

  volatility(symbolIndex: number): number {
    if (!this.ready(symbolIndex)) {
      throw new RegimetaError('E_INVARIANT', {
        rule: 'features may be asked of ready symbols only',
        found: `symbol index ${symbolIndex}`,
      });
    }
    return this.#volatility.value(symbolIndex);
  }

  observe(out: Float64Array): boolean {
    if (this.#observation.ready) {
      this.#observation.write(out);
      const { channels, symbolReturns } = this.#settings.observation;
      if (symbolReturns) out.set(this.#scaledReturns, channels.length);
    }
    return this.#observation.ready;
  }

  /** Returns the log return since the symbol's bar before; 0 for its first bar. */
  #takeClose(symbolIndex: number, close: number): number {
    if (!(close > 0 && close < Number.POSITIVE_INFINITY)) {
      throw new RegimetaError('E_INVARIANT', {
        rule: 'a close must be positive and finite',
        found: `${close} at symbol index ${symbolIndex}`,
      });
    }
    const logPrice = Math.log(close);
    const first = this.#prices.count(symbolIndex) === 0;
    const logReturn = first ? 0 : logPrice - this.#prices.back(symbolIndex, 0);
    this.#prices.push(symbolIndex, logPrice);
    if (first) return 0;
    this.#volatility.update(symbolIndex, logReturn);
    this.#volatilityShort.update(symbolIndex, logReturn);
    this.#volatilityLong.update(symbolIndex, logReturn);
    return logReturn;
  }

  #takeMarket(marketReturn: number, meanMove: number, togetherness: number): void {
    this.#market.push(0, this.#market.back(0, 0) + marketReturn);
    this.#marketVolatility.update(0, marketReturn);
    this.#observation.update(marketReturn, meanMove, togetherness);
  }

  #clipped(value: number): number {
    return Math.max(-this.#settings.clip, Math.min(this.#settings.clip, value));
  }

  #requireSymbols(slice: MarketSlice): void {
    if (slice.fresh.length === this.#symbolCount) return;
    throw new RegimetaError('E_INVARIANT', {
      rule: `a slice must have ${this.#symbolCount} symbols`,
      found: String(slice.fresh.length),
    });
  }
}

function featureNames(settings: TrendFeatureSettings): readonly string[] {
  return [
    ...settings.horizons.map((bars) => `return_${bars}`),
    'volatility_ratio',
    `high_distance_${settings.highWindow}`,
    ...settings.marketHorizons.map((bars) => `market_return_${bars}`),
  ];
}

function requireSettings(settings: TrendFeatureSettings): void {
  const { observation } = settings;
  requireRange(
    'horizons',
    settings.horizons,
    settings.horizons.length > 0 && settings.horizons.every(isCount),
  );
  requireRange('marketHorizons', settings.marketHorizons, settings.marketHorizons.every(isCount));
  requireRange('highWindow', settings.highWindow, isCount(settings.highWindow));
  for (const name of [
    'volatilityHalfLife',
    'volatilityHalfLifeShort',
    'volatilityHalfLifeLong',
    'clip',
  ] as const) {
    requireRange(name, settings[name], isPositive(settings[name]));
  }
  requireRange(
    'observation.channels',
    observation.channels,
    (observation.channels.length > 0 || observation.symbolReturns) &&
      observation.channels.every((name) => MARKET_CHANNELS.includes(name)),
  );
  requireRange('observation.scaleHalfLife', observation.scaleHalfLife, isPositive(observation.scaleHalfLife));
  requireRange(
    'observation.warmUp',
    observation.warmUp,
    isCount(observation.warmUp) && observation.warmUp >= 2,
  );
  requireRange('observation.clip', observation.clip, isPositive(observation.clip));
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function isPositive(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}

function requireRange(name: string, value: unknown, holds: boolean): void {
  if (holds) return;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: `trendFeatures.${name}`,
    rule: 'lengths are whole numbers of at least 1, half-lives and bounds above zero, the warm-up at least 2',
    found: JSON.stringify(value),
  });
}
