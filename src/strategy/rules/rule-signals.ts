import type { MarketSlice } from '../../model/market-slice.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import type { FeatureFactory, FeatureSet } from '../features/feature-set.ts';
import { trendFeatures } from '../features/trend-features.ts';
import type { TradingRule } from './trading-rule.ts';

/**
 * Features that are the positions of rules, in their order; volatility and what the regime detector observes are those of
 * `trendFeatures`. E_PARAMETER_INVALID for no rules, or two of one name.
 */
export function ruleSignals(rules: readonly TradingRule[]): FeatureFactory {
  const names = rules.map(({ name }) => name);
  if (names.length === 0 || new Set(names).size < names.length) {
    throw new RegimetaError('E_PARAMETER_INVALID', {
      place: 'ruleSignals',
      rule: 'there is at least one rule, and each has a name of its own',
      found: names.join(', ') || 'none',
    });
  }
  return {
    settings: { method: 'rule-signals', rules: names },
    create: (symbolCount) => new RuleSignals(rules, symbolCount),
  };
}

class RuleSignals implements FeatureSet {
  readonly names: readonly string[];
  readonly lookback: number;
  readonly observationNames: readonly string[];
  readonly #rules: readonly TradingRule[];
  readonly #base: FeatureSet;
  /** The last log closes of each symbol, each written twice, so that they always stand in a row somewhere. */
  readonly #prices: Float64Array;
  readonly #counts: Int32Array;

  constructor(rules: readonly TradingRule[], symbolCount: number) {
    this.#rules = rules;
    this.names = rules.map(({ name }) => name);
    this.#base = trendFeatures().create(symbolCount);
    this.observationNames = this.#base.observationNames;
    this.lookback = Math.max(this.#base.lookback, ...rules.map(({ lookback }) => lookback));
    this.#prices = new Float64Array(symbolCount * 2 * this.lookback);
    this.#counts = new Int32Array(symbolCount);
  }

  update(slice: MarketSlice): void {
    this.#base.update(slice);
    const { lookback } = this;
    for (const action of slice.actions) {
      if (action.kind !== 'split') continue;
      const from = action.symbolIndex * 2 * lookback;
      for (let at = from; at < from + 2 * lookback; at++) this.#prices[at]! -= Math.log(action.ratio);
    }
    for (let symbol = 0; symbol < this.#counts.length; symbol++) {
      if (slice.fresh[symbol] === 0) continue;
      const at = symbol * 2 * lookback + (this.#counts[symbol]! % lookback);
      this.#prices[at] = Math.log(slice.close[symbol]!);
      this.#prices[at + lookback] = this.#prices[at]!;
      this.#counts[symbol]!++;
    }
  }

  ready(symbolIndex: number): boolean {
    return this.#base.ready(symbolIndex) && this.#counts[symbolIndex]! >= this.lookback;
  }

  write(symbolIndex: number, out: Float64Array, offset: number): void {
    const count = this.#counts[symbolIndex]!;
    const end = symbolIndex * 2 * this.lookback + this.lookback + ((count - 1) % this.lookback) + 1;
    for (const [place, { lookback, signal }] of this.#rules.entries()) {
      out[offset + place] = signal(this.#prices.subarray(end - lookback, end));
    }
  }

  volatility(symbolIndex: number): number {
    return this.#base.volatility(symbolIndex);
  }

  observe(out: Float64Array): boolean {
    return this.#base.observe(out);
  }
}
