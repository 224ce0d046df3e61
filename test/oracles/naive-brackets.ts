import type { BarSeries } from '../../src/model/bar-series.ts';
import type { FillRow } from '../support/golden-run.ts';
import { commissionOf, type NaiveCosts, slipped } from './naive-costs.ts';

/** The rule of the plugin that the naive engine follows. */
export interface NaiveBracketRule {
  readonly entry: 'market' | 'limit' | 'stop';
  readonly away: number;
  readonly stop: number;
  readonly take: number;
  readonly quantity: number;
}

/** A fill of a bracket. */
export interface NaiveBracketFill extends FillRow {
  readonly role: 'entry' | 'stop' | 'target';
  readonly ambiguous: boolean;
}

/** What the naive engine did. */
export interface NaiveBrackets {
  readonly fills: readonly NaiveBracketFill[];
  readonly equity: readonly number[];
}

interface Bracket {
  readonly sign: number;
  /** The price of the entry; of a market order NaN. */
  readonly price: number;
  readonly stop: number;
  readonly target: number;
}

interface Hit {
  readonly role: NaiveBracketFill['role'];
  readonly price: number;
  readonly inside: boolean;
}

/** Brackets one after the other on one symbol, written from docs/semantics.md: stops first inside a bar. */
export class NaiveBracketEngine {
  readonly #bars: BarSeries;
  readonly #rule: NaiveBracketRule;
  readonly #costs: NaiveCosts;
  readonly #entryBar: 'live' | 'next';
  readonly #fills: NaiveBracketFill[] = [];
  #cash: number;
  #held = 0;

  constructor(
    bars: BarSeries,
    rule: NaiveBracketRule,
    cash: number,
    costs: NaiveCosts,
    entryBar: 'live' | 'next',
  ) {
    this.#bars = bars;
    this.#rule = rule;
    this.#costs = costs;
    this.#entryBar = entryBar;
    this.#cash = cash;
  }

  run(): NaiveBrackets {
    const { close } = this.#bars;
    const equity: number[] = [];
    let bracket: Bracket | null = null;
    for (let i = 0; i < close.length; i++) {
      if (bracket !== null && this.#play(bracket, i)) bracket = null;
      equity.push(this.#cash + this.#held * close[i]!);
      // An entry that did not fill is replaced by the next one.
      if (this.#held === 0 && i >= 1) bracket = this.#decide(i);
    }
    return { fills: this.#fills, equity };
  }

  #decide(i: number): Bracket {
    const { close } = this.#bars;
    const { entry, away, stop, take } = this.#rule;
    const sign = close[i]! >= close[i - 1]! ? 1 : -1;
    let price = close[i]!;
    if (entry === 'limit') price = close[i]! * (1 - sign * away);
    if (entry === 'stop') price = close[i]! * (1 + sign * away);
    return {
      sign,
      price: entry === 'market' ? Number.NaN : price,
      stop: price * (1 - sign * stop),
      target: price * (1 + sign * take),
    };
  }

  /** Plays one bar and tells whether the bracket is over. */
  #play(bracket: Bracket, i: number): boolean {
    if (this.#held === 0) {
      const entry = this.#entryHit(bracket, i);
      if (entry === null) return false;
      this.#fill(bracket, entry, i, false);
      // Of a bar in which the entry filled somewhere, the rest is unknown.
      if (entry.inside || this.#entryBar === 'next') return false;
    }
    const exit = this.#exitHit(bracket, i);
    if (exit === null) return false;
    this.#fill(bracket, exit, i, exit.inside && this.#reachesBoth(bracket, i));
    return true;
  }

  #entryHit({ sign, price }: Bracket, i: number): Hit | null {
    const { open, high, low } = this.#bars;
    const at = (value: number, inside: boolean): Hit => ({ role: 'entry', price: value, inside });
    if (this.#rule.entry === 'market') return at(open[i]!, false);
    // A buy limit and a sell stop wait below the market, the other two above it.
    const waitsBelow = (this.#rule.entry === 'limit') === sign > 0;
    if (waitsBelow ? open[i]! <= price : open[i]! >= price) return at(open[i]!, false);
    return (waitsBelow ? low[i]! <= price : high[i]! >= price) ? at(price, true) : null;
  }

  #exitHit({ sign, stop, target }: Bracket, i: number): Hit | null {
    const { open, high, low } = this.#bars;
    const worst = sign > 0 ? low[i]! : high[i]!;
    const best = sign > 0 ? high[i]! : low[i]!;
    if (sign * (open[i]! - stop) <= 0) return { role: 'stop', price: open[i]!, inside: false };
    if (sign * (open[i]! - target) >= 0) return { role: 'target', price: open[i]!, inside: false };
    if (sign * (worst - stop) <= 0) return { role: 'stop', price: stop, inside: true };
    if (sign * (best - target) >= 0) return { role: 'target', price: target, inside: true };
    return null;
  }

  #reachesBoth({ sign, stop, target }: Bracket, i: number): boolean {
    const { high, low } = this.#bars;
    return sign > 0 ? low[i]! <= stop && high[i]! >= target : high[i]! >= stop && low[i]! <= target;
  }

  #fill({ sign }: Bracket, { role, price: reference }: Hit, i: number, ambiguous: boolean): void {
    const { quantity } = this.#rule;
    const direction = role === 'entry' ? sign : -sign;
    const side = direction > 0 ? 'buy' : 'sell';
    const isLimit = role === 'target' || (role === 'entry' && this.#rule.entry === 'limit');
    const price = isLimit
      ? reference
      : slipped(this.#costs, side, reference, quantity, this.#bars.volume[i]!);
    const commission = commissionOf(this.#costs, quantity, price);
    this.#cash -= direction * quantity * price + commission;
    this.#held += direction * quantity;
    this.#fills.push({
      time: this.#bars.time[i]!,
      symbolIndex: 0,
      side,
      quantity,
      price,
      referencePrice: reference,
      commission,
      role,
      ambiguous,
    });
  }
}
