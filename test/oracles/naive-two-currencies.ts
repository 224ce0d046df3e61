import type { BarSeries } from '../../src/model/bar-series.ts';
import { commissionOf, type NaiveCosts, slipped } from './naive-costs.ts';

/** A symbol of the naive portfolio. */
export interface NaiveHolding {
  readonly bars: BarSeries;
  readonly isInEuros: boolean;
  readonly multiplier: number;
}

/** How the naive portfolio trades. */
export interface NaiveTwoCurrencies {
  readonly dollars: number;
  readonly weight: number;
  readonly costs: NaiveCosts;
  /** The part that each exchange loses. */
  readonly conversionRate: number;
  /** Whether euros are exchanged as they come and go. */
  readonly converts: boolean;
  /** Dollars that are exchanged once; 0 for none. */
  readonly dollarsForEuros: number;
}

/** The account at every close. */
export interface NaiveTwoCurrencyRun {
  readonly fills: { time: number; symbol: number; units: number; price: number; commission: number }[];
  readonly cash: number[];
  readonly equity: number[];
  /** Euros at the end. */
  euros: number;
  /** Orders that had no exchange rate. */
  refused: number;
}

const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7);

/** A month-by-month portfolio of dollars and euros, written from docs/semantics.md as loops; `pair` prices a euro in dollars. */
export function naiveTwoCurrencies(
  holdings: readonly NaiveHolding[],
  pair: BarSeries,
  settings: NaiveTwoCurrencies,
): NaiveTwoCurrencyRun {
  const run: NaiveTwoCurrencyRun = { fills: [], cash: [], equity: [], euros: 0, refused: 0 };
  const times = [...new Set(holdings.flatMap(({ bars }) => [...bars.time]))].sort((a, b) => a - b);
  const held = holdings.map(() => 0);
  const resting = holdings.map(() => 0);
  const closes = holdings.map(() => Number.NaN);
  let { dollars } = settings;
  let rate = Number.NaN;
  let month = '';
  let isEurosAsked = false;
  let wasEurosAsked = false;
  const rateOf = (symbol: number): number => (holdings[symbol]!.isInEuros ? rate : 1);
  const cash = (): number => dollars + (run.euros === 0 ? 0 : run.euros * rate);
  const equity = (): number => {
    let sum = 0;
    for (const [symbol, units] of held.entries())
      if (units !== 0) sum += units * closes[symbol]! * holdings[symbol]!.multiplier * rateOf(symbol);
    return cash() + sum;
  };
  for (const time of times) {
    for (const [symbol, { bars, isInEuros, multiplier }] of holdings.entries()) {
      const at = bars.time.indexOf(time);
      if (at < 0) continue;
      const units = resting[symbol]!;
      if (units !== 0) {
        const side = units > 0 ? 'buy' : 'sell';
        const price = slipped(settings.costs, side, bars.open[at]!, Math.abs(units), bars.volume[at]!);
        const commission = commissionOf(settings.costs, Math.abs(units) * multiplier, price);
        const money = -units * price * multiplier - commission;
        if (!isInEuros) dollars += money;
        else if (settings.converts)
          dollars += money * rate - Math.abs(money) * rate * settings.conversionRate;
        else run.euros += money;
        held[symbol]! += units;
        resting[symbol] = 0;
        run.fills.push({ time, symbol, units, price, commission });
      }
      closes[symbol] = bars.close[at]!;
    }
    const known = pair.time.findLastIndex((at) => at <= time);
    if (known >= 0) rate = pair.close[known]!;
    if (isEurosAsked && !wasEurosAsked) {
      wasEurosAsked = true;
      dollars -= settings.dollarsForEuros;
      run.euros += (settings.dollarsForEuros / rate) * (1 - settings.conversionRate);
    }
    if (monthOf(time) !== month) {
      month = monthOf(time);
      const total = equity();
      for (const [symbol, { bars, multiplier }] of holdings.entries()) {
        if (!bars.time.includes(time)) continue;
        const value = closes[symbol]! * multiplier * rateOf(symbol);
        if (Number.isNaN(value)) run.refused++;
        else resting[symbol] = (settings.weight * total) / value - held[symbol]!;
      }
      if (settings.dollarsForEuros > 0 && !Number.isNaN(rate)) isEurosAsked = true;
    }
    run.cash.push(cash());
    run.equity.push(equity());
  }
  return run;
}
