/** One side of a trade, by symbol: units above zero are bought. */
export interface NaiveFill {
  readonly symbol: number;
  readonly units: number;
  readonly price: number;
  readonly commission: number;
}

/** What a symbol is counted in. */
export interface NaiveTerms {
  readonly currency: number;
  readonly multiplier: number;
}

interface Lot {
  readonly units: number;
  readonly price: number;
}

/**
 * An account of several currencies by the book: every lot is kept, every sum is taken anew. The first currency is that of the
 * account. Profit is followed twice: as what prices made at the rates of the moment, and as what rates made.
 */
export class NaiveLedger {
  readonly cash: number[];
  readonly rates: number[];
  readonly realised: number[];
  readonly lots: Lot[][];
  readonly marks: number[];
  tradingProfit = 0;
  currencyProfit = 0;
  /** Money that went through the account: the scale of its rounding. */
  turnover: number;
  readonly #terms: readonly NaiveTerms[];

  constructor(terms: readonly NaiveTerms[], rates: readonly number[], cash: number) {
    this.#terms = terms;
    this.rates = [...rates];
    this.cash = rates.map((_, currency) => (currency === 0 ? cash : 0));
    this.realised = rates.map(() => 0);
    this.lots = terms.map(() => []);
    this.marks = terms.map(() => 0);
    this.turnover = cash;
  }

  units(symbol: number): number {
    return this.lots[symbol]!.reduce((sum, { units }) => sum + units, 0);
  }

  averagePrice(symbol: number): number {
    return this.lots[symbol]!.reduce((sum, { units, price }) => sum + units * price, 0) / this.units(symbol);
  }

  /** The value of a position in its own currency. */
  value(symbol: number): number {
    return this.units(symbol) * (this.marks[symbol] || 0) * this.#terms[symbol]!.multiplier;
  }

  /** Absolute position values, or signed ones, in the currency of the account. */
  exposure(signed: boolean): number {
    return this.#terms.reduce((sum, { currency }, symbol) => {
      const money = this.value(symbol) * this.rates[currency]!;
      return sum + (signed ? money : Math.abs(money));
    }, 0);
  }

  /** All cash in the currency of the account. */
  totalCash(): number {
    return this.cash.reduce((sum, amount, currency) => sum + amount * this.rates[currency]!, 0);
  }

  equity(): number {
    return this.totalCash() + this.exposure(true);
  }

  fill({ symbol, units, price, commission }: NaiveFill): void {
    const { currency, multiplier } = this.#terms[symbol]!;
    const held = this.units(symbol);
    const closing = held * units < 0 ? Math.min(Math.abs(held), Math.abs(units)) : 0;
    const opening = Math.abs(units) - closing;
    const part = closing === 0 ? 0 : closing / Math.abs(held);
    for (const lot of this.lots[symbol]!) {
      this.realised[currency]! += part * lot.units * (price - lot.price) * multiplier;
    }
    const rest = this.lots[symbol]!.map((lot) => ({ ...lot, units: lot.units * (1 - part) }));
    this.lots[symbol] = part === 1 ? [] : rest;
    if (opening > 0) this.lots[symbol]!.push({ units: Math.sign(units) * opening, price });
    if (held !== 0) this.#gain(held * (price - this.marks[symbol]!) * multiplier, currency);
    this.marks[symbol] = price;
    this.cash[currency]! -= units * price * multiplier + commission;
    this.#gain(-commission, currency);
    this.turnover += Math.abs(units * price * multiplier * this.rates[currency]!);
  }

  /** Money of a currency that comes in without a trade. */
  adjust(amount: number, currency: number): void {
    this.cash[currency]! += amount;
    this.#gain(amount, currency);
  }

  split(symbol: number, ratio: number): void {
    this.lots[symbol] = this.lots[symbol]!.map(({ units, price }) => ({
      units: units * ratio,
      price: price / ratio,
    }));
    this.marks[symbol]! /= ratio;
  }

  /** Sells `amount` of one currency; a part of what it is worth is lost. */
  convert(from: number, to: number, amount: number, costRate: number): void {
    const brought = ((amount * this.rates[from]!) / this.rates[to]!) * (1 - costRate);
    this.cash[from]! -= amount;
    this.cash[to]! += brought;
    this.tradingProfit -= amount * this.rates[from]! - brought * this.rates[to]!;
    this.turnover += amount * this.rates[from]!;
  }

  /** Pays for what is owed in a currency, or sells what is there of it; the cost is a part of the value. */
  settle(currency: number, kept: number, costRate: number): void {
    const amount = this.cash[currency]! - kept;
    const money = amount * this.rates[currency]!;
    this.cash[currency] = kept;
    this.cash[0]! += money - Math.abs(money) * costRate;
    this.tradingProfit -= Math.abs(money) * costRate;
    this.turnover += Math.abs(money);
  }

  /** New rates first, at the old prices; then new prices, at the new rates. */
  mark(closes: readonly (number | null)[], rates: readonly number[]): void {
    for (const [currency, rate] of rates.entries()) {
      let held = this.cash[currency]!;
      for (const [symbol, terms] of this.#terms.entries()) {
        if (terms.currency === currency) held += this.value(symbol);
      }
      this.currencyProfit += held * (rate - this.rates[currency]!);
      this.rates[currency] = rate;
    }
    for (const [symbol, close] of closes.entries()) {
      if (close === null) continue;
      const { currency, multiplier } = this.#terms[symbol]!;
      const moved = close - this.marks[symbol]!;
      if (this.units(symbol) !== 0) this.#gain(this.units(symbol) * moved * multiplier, currency);
      this.marks[symbol] = close;
    }
  }

  #gain(amount: number, currency: number): void {
    this.tradingProfit += amount * this.rates[currency]!;
  }
}
