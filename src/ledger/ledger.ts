import type { AccountMark, AccountView } from '../model/account.ts';
import type { Fill, RoundTrip } from '../model/fill.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { CurrencyBooks } from './currency-books.ts';
import type { ExchangeRates } from './exchange-rates.ts';
import { FillRegister } from './fill-register.ts';
import { OpenQuantities } from './open-quantities.ts';
import { RoundTripTracker } from './round-trip-tracker.ts';

/** What a fill did to the position of its symbol. Money is in the currency of the instrument. */
export interface Booking {
  /** Signed units after the fill. */
  readonly positionQuantity: number;
  /** Average entry price after the fill; null when flat. */
  readonly positionPrice: number | null;
  /** Money realised by the fill, before commission. */
  readonly profitRealised: number;
  /** Money of the account for one unit of the currency; 1 where it is that of the account. */
  readonly exchangeRate: number;
}

/** What the positions of an account are counted in; by symbol index. */
export interface LedgerTerms {
  /** That of the account first. */
  readonly currencies: readonly string[];
  /** The place of each symbol's currency among them. */
  readonly currencyOf: ArrayLike<number>;
  /** Money per unit and point of price. */
  readonly multipliers: ArrayLike<number>;
  /** Null where there is one currency. */
  readonly rates: ExchangeRates | null;
}

/** What remains of a position below this part of the closing fill is rounding of decimal quantities: it counts as flat. */
const FLAT_TOLERANCE = 1e-12;

/** Relative rounding that the accounting identity may show: float64 sums over many fills. */
const IDENTITY_TOLERANCE = 1e-9;

/**
 * The account: cash by currency, positions at average price, and marks. After every booking and every mark `equity = Σ cash ·
 * rate + Σ quantity · mark · multiplier · rate`, and in each currency cash and positions are the initial cash, realised and
 * unrealised profit, adjustments and what was converted, less commission (docs/semantics.md). Amounts are in the currency
 * of the account where nothing else is said.
 */
export class Ledger implements AccountView, AccountMark {
  readonly initialCash: number;
  readonly currencies: readonly string[];
  /** What is open of each accepted order, as who books fills keeps it. */
  readonly orders = new OpenQuantities();
  readonly #fills = new FillRegister();
  readonly #books: CurrencyBooks;
  readonly #rates: ExchangeRates | null;
  readonly #quantity: Float64Array;
  readonly #averagePrice: Float64Array;
  readonly #mark: Float64Array;
  readonly #currencyOf: Int32Array;
  readonly #multiplier: Float64Array;
  /** The multiplier times the rate of the currency. */
  readonly #worth: Float64Array;
  readonly #trips: RoundTripTracker;
  #time: EpochMs = Number.NaN;
  #cash: number;
  #equity: number;
  #gross = 0;
  #net = 0;

  /** Without terms, all symbols are of the account's currency and have the multiplier 1. */
  constructor(symbolCount: number, initialCash: number, terms?: LedgerTerms) {
    this.initialCash = initialCash;
    this.currencies = terms?.currencies ?? [''];
    this.#rates = terms?.rates ?? null;
    this.#books = new CurrencyBooks(this.currencies.length, initialCash);
    this.#cash = initialCash;
    this.#equity = initialCash;
    this.#quantity = new Float64Array(symbolCount);
    this.#averagePrice = new Float64Array(symbolCount).fill(Number.NaN);
    this.#mark = new Float64Array(symbolCount).fill(Number.NaN);
    this.#currencyOf = terms ? Int32Array.from(terms.currencyOf) : new Int32Array(symbolCount);
    this.#multiplier = terms ? Float64Array.from(terms.multipliers) : new Float64Array(symbolCount).fill(1);
    this.#worth = new Float64Array(symbolCount);
    this.#restateWorth();
    this.#trips = new RoundTripTracker(symbolCount);
  }

  /** The time of the last mark. */
  get time(): EpochMs {
    return this.#time;
  }

  /** The cash of all currencies at the rates of the moment. */
  get cash(): number {
    return this.#cash;
  }

  get equity(): number {
    return this.#equity;
  }

  /** Sum of the absolute position values at the last marks. */
  get gross(): number {
    return this.#gross;
  }

  /** Sum of the signed position values at the last marks. */
  get net(): number {
    return this.#net;
  }

  /** Money realised so far, before commission, at the rates of the moment. */
  get realised(): number {
    return this.#books.total(this.#books.realised);
  }

  /** Commission paid so far, at the rates of the moment. */
  get commission(): number {
    return this.#books.total(this.#books.commission);
  }

  /** Dividends, funding, interest and fees so far, signed, at the rates of the moment. */
  get adjustments(): number {
    return this.#books.total(this.#books.adjustments);
  }

  /** What changes of exchange rates have made of cash and positions so far. */
  get currencyProfit(): number {
    return this.#books.rateProfit.reduce((sum, profit) => sum + profit, 0);
  }

  /** The money of each currency; read only. */
  get books(): Readonly<CurrencyBooks> {
    return this.#books;
  }

  /** The last mark of a symbol; NaN before its first bar. */
  markOf(symbolIndex: number): number {
    return this.#mark[symbolIndex]!;
  }

  /** The positions that were opened and closed again, in the order of closing; without those that were taken. A copy. */
  get roundTrips(): readonly RoundTrip[] {
    return this.#trips.closed.all();
  }

  /** The number of them. */
  get roundTripCount(): number {
    return this.#trips.closed.count;
  }

  /** Hands the closed positions over and keeps them no longer. */
  takeRoundTrips(): RoundTrip[] {
    return this.#trips.closed.take();
  }

  get symbolCount(): number {
    return this.#quantity.length;
  }

  quantity(symbolIndex: number): number {
    return this.#quantity[symbolIndex]!;
  }

  averagePrice(symbolIndex: number): number {
    return this.#averagePrice[symbolIndex]!;
  }

  multiplier(symbolIndex: number): number {
    return this.#multiplier[symbolIndex]!;
  }

  worth(symbolIndex: number): number {
    return this.#worth[symbolIndex]!;
  }

  currencyOf(symbolIndex: number): number {
    return this.#currencyOf[symbolIndex]!;
  }

  cashIn(currencyIndex: number): number {
    return this.#books.cash[currencyIndex]!;
  }

  exchangeRate(currencyIndex: number): number {
    return this.#books.rates[currencyIndex]!;
  }

  /** The value of short positions in a currency at the last marks, in that currency and above zero. */
  shortValueIn(currencyIndex: number): number {
    // Gross is longs and shorts, net longs less shorts.
    if (this.#rates === null) return (this.#gross - this.#net) / 2;
    let value = 0;
    for (let symbol = 0; symbol < this.#quantity.length; symbol++) {
      if (this.#currencyOf[symbol] !== currencyIndex) continue;
      const own = this.#ownValue(symbol);
      if (own < 0) value -= own;
    }
    return value;
  }

  /** Whether a fill is later than all that were booked. */
  isNew({ id }: Fill): boolean {
    return id > this.#fills.last;
  }

  /** How often a fill came again and was ignored. */
  get fillsRepeated(): number {
    return this.#fills.repeated;
  }

  /**
   * Books a fill at once: cash, position and equity change together. The mark of the symbol becomes the fill price. A fill that
   * was booked before changes nothing and gives null; see `FillRegister` for what throws E_INVARIANT.
   */
  book(fill: Fill, time: EpochMs, index: number): Booking | null {
    if (!this.#fills.take(fill)) return null;
    const symbol = fill.symbolIndex;
    const held = this.#quantity[symbol]!;
    const signed = fill.side === 'buy' ? fill.quantity : -fill.quantity;
    const after = Math.abs(held + signed) <= FLAT_TOLERANCE * fill.quantity ? 0 : held + signed;
    const currency = this.#currencyOf[symbol]!;
    const multiplier = this.#multiplier[symbol]!;
    const worth = this.#worth[symbol]!;
    const exchangeRate = this.#books.rates[currency]!;
    const profitRealised = this.#reprice(symbol, signed, after, fill.price) * multiplier;
    const profit = currency === 0 ? null : profitRealised * exchangeRate;
    this.#trips.take(fill, held, after, { time, index, worth, exchangeRate, profit });
    const valueBefore = held === 0 ? 0 : held * this.#mark[symbol]! * worth;
    const valueAfter = after * fill.price * worth;
    this.#quantity[symbol] = after;
    this.#mark[symbol] = fill.price;
    const { cash, realised, commission } = this.#books;
    cash[currency]! -= signed * fill.price * multiplier + fill.commission;
    realised[currency]! += profitRealised;
    commission[currency]! += fill.commission;
    this.#gross += Math.abs(valueAfter) - Math.abs(valueBefore);
    this.#net += valueAfter - valueBefore;
    this.#sumUp();
    return {
      positionQuantity: after,
      positionPrice: after === 0 ? null : this.#averagePrice[symbol]!,
      profitRealised,
      exchangeRate,
    };
  }

  /** Books money of a currency that comes in, or goes out where it is below zero, without a trade. */
  adjust(amount: number, currencyIndex = 0): void {
    this.#books.cash[currencyIndex]! += amount;
    this.#books.adjustments[currencyIndex]! += amount;
    this.#sumUp();
  }

  /** Takes an amount of one currency out, and an amount of another in. */
  convert(from: number, to: number, amountFrom: number, amountTo: number): void {
    const { cash, converted } = this.#books;
    cash[from]! -= amountFrom;
    converted[from]! -= amountFrom;
    cash[to]! += amountTo;
    converted[to]! += amountTo;
    this.#sumUp();
  }

  /** Makes `ratio` units of each one, at prices that are lower by it: worth, cost and profit stay as they are. */
  split(symbolIndex: number, ratio: number): void {
    this.#quantity[symbolIndex]! *= ratio;
    this.#averagePrice[symbolIndex]! /= ratio;
    this.#mark[symbolIndex]! /= ratio;
    this.#trips.split(symbolIndex, ratio);
  }

  /** Takes the exchange rates of a slice, and marks every position to its last close. Allocates nothing. */
  mark(slice: MarketSlice): void {
    if (this.#rates?.update(slice)) this.#takeRates(this.#rates);
    let gross = 0;
    let net = 0;
    for (let symbol = 0; symbol < this.#quantity.length; symbol++) {
      if (slice.fresh[symbol] === 1) this.#mark[symbol] = slice.close[symbol]!;
      const quantity = this.#quantity[symbol]!;
      if (quantity === 0) continue;
      const value = quantity * this.#mark[symbol]! * this.#worth[symbol]!;
      net += value;
      gross += Math.abs(value);
    }
    this.#time = slice.time;
    this.#gross = gross;
    this.#net = net;
    this.#equity = this.#cash + net;
  }

  /** Throws E_INVARIANT unless both sides of the accounting identity agree, in each currency and in all. */
  verify(): void {
    let net = 0;
    let scale = Math.abs(this.#cash);
    for (let currency = 0; currency < this.currencies.length; currency++) {
      const value = this.#verifyBooks(currency);
      if (value === 0) continue;
      net += value * this.#books.rates[currency]!;
      scale += Math.abs(value * this.#books.rates[currency]!);
    }
    const expected = this.#books.totalCash() + net;
    if (Math.abs(expected - this.#equity) <= IDENTITY_TOLERANCE * (scale + this.#gross)) return;
    const rule = 'equity must be the cash and the positions of all currencies at their rates';
    throw invariantBroken(rule, `equity ${this.#equity} against ${expected}`);
  }

  /** The value of the positions in a currency, once its books were found to balance. */
  #verifyBooks(currency: number): number {
    const { cash, initial, realised, commission, adjustments, converted } = this.#books;
    let value = 0;
    let unrealised = 0;
    let gross = 0;
    for (let symbol = 0; symbol < this.#quantity.length; symbol++) {
      const quantity = this.#quantity[symbol]!;
      if (quantity === 0 || this.#currencyOf[symbol] !== currency) continue;
      const mark = this.#mark[symbol]!;
      const multiplier = this.#multiplier[symbol]!;
      const own = quantity * mark * multiplier;
      value += own;
      gross += Math.abs(own);
      unrealised += quantity * (mark - this.#averagePrice[symbol]!) * multiplier;
    }
    const came = initial[currency]! + realised[currency]! + adjustments[currency]! + converted[currency]!;
    const expected = came + unrealised - commission[currency]!;
    const found = cash[currency]! + value;
    const scale =
      Math.abs(initial[currency]!) +
      Math.abs(realised[currency]!) +
      Math.abs(converted[currency]!) +
      Math.abs(cash[currency]!) +
      gross;
    if (Math.abs(expected - found) <= IDENTITY_TOLERANCE * scale) return value;
    const rule =
      'cash and positions must be initial cash, profit and adjustments less commission in each currency';
    throw invariantBroken(rule, `${found} against ${expected} ${this.currencies[currency]}`.trim());
  }

  /** The value of a position in its own currency. */
  #ownValue(symbol: number): number {
    const quantity = this.#quantity[symbol]!;
    return quantity === 0 ? 0 : quantity * this.#mark[symbol]! * this.#multiplier[symbol]!;
  }

  #sumUp(): void {
    this.#cash = this.#rates === null ? this.#books.cash[0]! : this.#books.totalCash();
    this.#equity = this.#cash + this.#net;
  }

  /** What was held at the old marks gains or loses by the new rates; prices are marked at these. */
  #takeRates(rates: ExchangeRates): void {
    const books = this.#books;
    for (let currency = 1; currency < this.currencies.length; currency++) {
      const rate = rates.of(currency);
      let held = books.cash[currency]!;
      for (let symbol = 0; symbol < this.#quantity.length; symbol++) {
        if (this.#currencyOf[symbol] === currency) held += this.#ownValue(symbol);
      }
      if (held !== 0) books.rateProfit[currency]! += held * (rate - books.rates[currency]!);
      books.rates[currency] = rate;
    }
    this.#restateWorth();
    this.#cash = books.totalCash();
  }

  #restateWorth(): void {
    for (let symbol = 0; symbol < this.#worth.length; symbol++) {
      this.#worth[symbol] = this.#multiplier[symbol]! * this.#books.rates[this.#currencyOf[symbol]!]!;
    }
  }

  /** Moves the average price for a signed trade that leads to `after` units, and returns what it realised. */
  #reprice(symbol: number, signed: number, after: number, price: number): number {
    const held = this.#quantity[symbol]!;
    const average = this.#averagePrice[symbol]!;
    if (held === 0 || held > 0 === signed > 0) {
      this.#averagePrice[symbol] = held === 0 ? price : (average * held + price * signed) / after;
      return 0;
    }
    const closed = Math.min(Math.abs(held), Math.abs(signed));
    if (after === 0) this.#averagePrice[symbol] = Number.NaN;
    else if (after > 0 !== held > 0) this.#averagePrice[symbol] = price;
    return closed * (held > 0 ? price - average : average - price);
  }
}

function invariantBroken(rule: string, found: string): RegimetaError {
  const repair = 'Please report this with the strategy and the data that caused it';
  return new RegimetaError('E_INVARIANT', { place: 'ledger', rule, found, repair });
}
