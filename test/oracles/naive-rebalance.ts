import type { BarSeries } from '../../src/model/bar-series.ts';
import type { FillRow } from '../support/golden-run.ts';
import { commissionOf, type NaiveCosts, slipped } from './naive-costs.ts';

/** How the naive portfolio trades. */
export interface NaivePortfolio {
  readonly initialCash: number;
  readonly costs: NaiveCosts;
  readonly grossLimit: number;
  /** Units of a lot; 0 for fractions. */
  readonly lotSize: number;
  /** Closes of a symbol that must be known before it is traded. */
  readonly lookback: number;
  /** Whether targets are also stated for symbols without a bar in the slice, at their last closes. */
  readonly staleToo: boolean;
  /** The weights of the symbols that are traded at a rebalancing, from their closes so far, oldest first. */
  readonly weights: (closes: readonly (readonly number[])[]) => number[];
}

/** What the naive portfolio did. */
export interface NaiveRebalance {
  readonly fills: readonly FillRow[];
  readonly cash: readonly number[];
  readonly equity: readonly number[];
  readonly times: readonly number[];
  /** Orders that were made smaller to fit the gross limit. */
  readonly shrunk: number;
  /** Orders for which the gross limit left no room. */
  readonly refused: number;
  /** Orders that a newer target took back. */
  readonly superseded: number;
}

/** Signed units. */
interface Wanted {
  readonly symbol: number;
  readonly units: number;
}

const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7);

/** A month-by-month rebalancing, written from docs/semantics.md as loops over plain arrays. */
export class NaiveRebalancer {
  readonly #series: readonly BarSeries[];
  readonly #settings: NaivePortfolio;
  readonly #held: number[];
  /** The one market order that may rest for each symbol: signed units, 0 for none. */
  readonly #resting: number[];
  readonly #closes: number[][];
  readonly #fills: FillRow[] = [];
  #cash: number;
  #shrunk = 0;
  #refused = 0;
  #superseded = 0;

  constructor(series: readonly BarSeries[], settings: NaivePortfolio) {
    this.#series = series;
    this.#settings = settings;
    this.#held = series.map(() => 0);
    this.#resting = series.map(() => 0);
    this.#closes = series.map(() => []);
    this.#cash = settings.initialCash;
  }

  run(): NaiveRebalance {
    const times = [...new Set(this.#series.flatMap(({ time }) => [...time]))].sort((a, b) => a - b);
    const cash: number[] = [];
    const equity: number[] = [];
    let month = '';
    for (const time of times) {
      const fresh = this.#series.map((bars) => bars.time.indexOf(time));
      for (const [symbol, at] of fresh.entries()) if (at >= 0) this.#playBar(symbol, at);
      if (monthOf(time) !== month) {
        month = monthOf(time);
        this.#rebalance(fresh);
      }
      cash.push(this.#cash);
      equity.push(this.#equity());
    }
    const counts = { shrunk: this.#shrunk, refused: this.#refused, superseded: this.#superseded };
    return { fills: this.#fills, cash, equity, times, ...counts };
  }

  #playBar(symbol: number, at: number): void {
    const bars = this.#series[symbol]!;
    const units = this.#resting[symbol]!;
    if (units !== 0) this.#fill(symbol, units, bars, at);
    this.#closes[symbol]!.push(bars.close[at]!);
  }

  #fill(symbol: number, units: number, { time, open, volume }: BarSeries, at: number): void {
    const { costs } = this.#settings;
    const side = units > 0 ? 'buy' : 'sell';
    const quantity = Math.abs(units);
    const price = slipped(costs, side, open[at]!, quantity, volume[at]!);
    const commission = commissionOf(costs, quantity, price);
    this.#cash -= units * price + commission;
    this.#held[symbol] = this.#held[symbol]! + units;
    if (Math.abs(this.#held[symbol]!) <= 1e-12 * quantity) this.#held[symbol] = 0;
    this.#resting[symbol] = 0;
    this.#fills.push({
      time: time[at]!,
      symbolIndex: symbol,
      side,
      quantity,
      price,
      referencePrice: open[at]!,
      commission,
    });
  }

  #close(symbol: number): number {
    const closes = this.#closes[symbol]!;
    return closes[closes.length - 1]!;
  }

  #equity(): number {
    let sum = 0;
    for (const [symbol, units] of this.#held.entries()) if (units !== 0) sum += units * this.#close(symbol);
    return this.#cash + sum;
  }

  #rebalance(fresh: readonly number[]): void {
    const { lookback, staleToo, weights } = this.#settings;
    const traded: number[] = [];
    for (const [symbol, closes] of this.#closes.entries()) {
      if (closes.length >= lookback && (staleToo || fresh[symbol]! >= 0)) traded.push(symbol);
    }
    // Where nothing is fresh the strategy is not asked.
    if (!traded.some((symbol) => fresh[symbol]! >= 0)) return;
    const wanted = weights(traded.map((symbol) => this.#closes[symbol]!));
    const orders: Wanted[] = [];
    const equity = this.#equity();
    for (const [i, symbol] of traded.entries()) {
      if (this.#resting[symbol] !== 0) this.#superseded += 1;
      this.#resting[symbol] = 0;
      const held = this.#held[symbol]!;
      const price = this.#close(symbol);
      const units = wanted[i] === 0 ? -held : (wanted[i]! * equity) / price - held;
      const negligible = wanted[i] !== 0 && Math.abs(units) * price < 1e-9 * equity;
      if (units !== 0 && !negligible) orders.push({ symbol, units });
    }
    const reduces = ({ symbol, units }: Wanted): boolean => this.#held[symbol]! * units < 0;
    for (const order of orders) if (reduces(order)) this.#submit(order, equity);
    for (const order of orders) if (!reduces(order)) this.#submit(order, equity);
  }

  #submit({ symbol, units }: Wanted, equity: number): void {
    const sign = Math.sign(units);
    const held = this.#held[symbol]!;
    const whole = this.#inLots(symbol, units);
    if (whole === 0) return;
    const price = this.#close(symbol);
    const after = held + whole;
    let others = 0;
    for (let other = 0; other < this.#held.length; other++) {
      if (other === symbol) continue;
      const soon = this.#held[other]! + this.#resting[other]!;
      if (soon !== 0) others += Math.abs(soon) * this.#close(other);
    }
    const limit = this.#settings.grossLimit * equity;
    // What does not raise the exposure of its symbol always passes.
    if (after * sign <= Math.abs(held) || others + Math.abs(after) * price <= limit * (1 + 1e-9)) {
      this.#resting[symbol] = whole;
      return;
    }
    // What closes the position always passes, whatever the others take.
    const room = Math.max((limit - others) / price - held * sign, -held * sign);
    const fitting = room * price <= 1e-9 * equity ? 0 : this.#inLots(symbol, room * sign);
    if (fitting === 0) this.#refused += 1;
    else this.#shrunk += 1;
    this.#resting[symbol] = fitting;
  }

  /** Signed units rounded towards zero, unless they close exactly what is held. */
  #inLots(symbol: number, units: number): number {
    const { lotSize } = this.#settings;
    if (lotSize === 0 || units === -this.#held[symbol]!) return units;
    const lots = Math.abs(units) / lotSize;
    const nearest = Math.round(lots);
    const count = Math.abs(lots - nearest) <= 1e-9 * lots ? nearest : Math.floor(lots);
    return Math.sign(units) * count * lotSize;
  }
}
