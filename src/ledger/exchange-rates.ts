import type { MarketSlice } from '../model/market-slice.ts';
import type { EpochMs } from '../model/time.ts';

/** A symbol whose price is what one unit of `base` costs in `quote`. */
export interface CurrencyPair {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
}

/** The last closes of pairs that are not traded. */
interface OutsideCloses {
  /** By number of the pair; NaN before its first bar. */
  readonly closes: Float64Array;
  /** Takes the bars up to and including a time. */
  advance(time: EpochMs): void;
}

/** Which currencies are priced, and from which closes. */
export interface ExchangeRateSettings {
  /** That of the account first. */
  readonly currencies: readonly string[];
  /** By symbol index; null for a symbol that is no pair. */
  readonly traded: readonly (CurrencyPair | null)[];
  /** In the order of `outsideCloses`. */
  readonly outside: readonly CurrencyPair[];
  /** Null where all pairs are traded. */
  readonly outsideCloses: OutsideCloses | null;
}

/** A pair on the way from one currency to another: its close, or one divided by it. */
interface Leg {
  readonly place: number;
  readonly isInverse: boolean;
}

/** A pair with the place of its close. */
interface PlacedPair extends CurrencyPair {
  readonly place: number;
}

/** Prices currencies in that of the account by the last closes of pairs; docs/semantics.md has the rule. */
export class ExchangeRates {
  readonly #settings: ExchangeRateSettings;
  /** Closes of the traded symbols, then of the pairs outside. */
  readonly #closes: Float64Array;
  /** The ways to each currency but the first, the preferred one first. */
  readonly #ways: readonly (readonly (readonly Leg[])[])[];
  readonly #rates: Float64Array;

  constructor(settings: ExchangeRateSettings) {
    const { currencies, traded, outside } = settings;
    this.#settings = settings;
    this.#closes = new Float64Array(traded.length + outside.length).fill(Number.NaN);
    const pairs = placedPairs(settings);
    this.#ways = currencies.map((currency) => waysBetween(currency, currencies[0]!, pairs));
    this.#rates = new Float64Array(currencies.length).fill(Number.NaN);
    this.#rates[0] = 1;
  }

  /** Money of the account for one unit of a currency; NaN without a rate yet. The first is 1. */
  of(currencyIndex: number): number {
    return this.#rates[currencyIndex]!;
  }

  /** Whether the pairs lead from a currency to that of the account, so that it will ever have a rate. */
  isPriced(currencyIndex: number): boolean {
    return currencyIndex === 0 || this.#ways[currencyIndex]!.length > 0;
  }

  /** Takes the closes of a slice; whether a rate has changed. */
  update(slice: MarketSlice): boolean {
    const { traded, outsideCloses } = this.#settings;
    for (let symbol = 0; symbol < traded.length; symbol++) {
      if (traded[symbol] !== null) this.#closes[symbol] = slice.close[symbol]!;
    }
    if (outsideCloses) {
      outsideCloses.advance(slice.time);
      this.#closes.set(outsideCloses.closes, traded.length);
    }
    let hasChanged = false;
    for (let currency = 1; currency < this.#rates.length; currency++) {
      const rate = this.#rateOver(this.#ways[currency]!);
      if (Object.is(rate, this.#rates[currency])) continue;
      this.#rates[currency] = rate;
      hasChanged = true;
    }
    return hasChanged;
  }

  #rateOver(ways: readonly (readonly Leg[])[]): number {
    for (const way of ways) {
      let rate = 1;
      for (const { place, isInverse } of way) {
        const close = this.#closes[place]!;
        // A price that is not above zero prices no currency.
        if (!(close > 0)) rate = Number.NaN;
        else rate = isInverse ? rate / close : rate * close;
      }
      if (!Number.isNaN(rate)) return rate;
    }
    return Number.NaN;
  }
}

function placedPairs({ traded, outside }: ExchangeRateSettings): PlacedPair[] {
  const all = [...traded, ...outside].flatMap((pair, place) => (pair === null ? [] : [{ ...pair, place }]));
  return all.sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

/** All ways from a currency to another: by a pair, by one the other way round, and over one third currency. */
function waysBetween(from: string, to: string, pairs: readonly PlacedPair[]): Leg[][] {
  const direct = legsBetween(from, to, pairs).map((leg) => [leg]);
  const named = new Set(pairs.flatMap(({ base, quote }) => [base, quote]));
  named.delete(from);
  named.delete(to);
  const crossed = [...named].sort().flatMap((third) => {
    const second = legsBetween(third, to, pairs);
    return legsBetween(from, third, pairs).flatMap((first) => second.map((leg) => [first, leg]));
  });
  return [...direct, ...crossed];
}

/** The pairs of two currencies, those the right way round first. */
function legsBetween(from: string, to: string, pairs: readonly PlacedPair[]): Leg[] {
  const legs = (base: string, quote: string, isInverse: boolean) =>
    pairs
      .filter((pair) => pair.base === base && pair.quote === quote)
      .map(({ place }) => ({ place, isInverse }));
  return [...legs(from, to, false), ...legs(to, from, true)];
}
