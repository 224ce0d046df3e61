import type { MarketAction } from '../../src/model/market-action.ts';
import { NaiveLedger } from '../oracles/naive-ledger.ts';

/** How the account of the commands is set up. */
export interface AccountRules {
  readonly cash: number;
  readonly converts: boolean;
  readonly conversionRate: number;
  readonly commissionRate: number;
  readonly cashRate: number;
  readonly debitRate: number;
  readonly borrowRate: number;
  /** Units of a symbol that one bar has room for. */
  readonly room: number;
}

/** The symbols: dollars, euros, yen at 50 a point, and the two pairs that price euros and yen. */
export const COUNTED_IN = [
  { currency: 0, multiplier: 1 },
  { currency: 1, multiplier: 1 },
  { currency: 2, multiplier: 50 },
  { currency: 0, multiplier: 1 },
  { currency: 2, multiplier: 1 },
] as const;
const EURUSD = 3;
const USDJPY = 4;

/** The open and the close of each symbol; null for one without a bar. */
export type Prices = readonly ({ readonly open: number; readonly close: number } | null)[];

/** An exchange of cash, by number of the currency. */
interface Conversion {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

/** A market order: signed units that are still open. */
interface Pending {
  units: number;
}

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const CURRENCIES = [0, 1, 2];

/** What the account must be after every slice, worked out by plain sums. */
export class CommandModel {
  readonly ledger: NaiveLedger;
  readonly delisted = COUNTED_IN.map(() => false);
  /** What is decided at the close of the next slice: signed units by symbol, and exchanges. */
  readonly stated = new Map<number, number>();
  readonly actions: MarketAction[] = [];
  readonly conversions: Conversion[] = [];
  readonly #rules: AccountRules;
  readonly #pending: Pending[][] = COUNTED_IN.map(() => []);
  readonly #kept = [0, 0, 0];
  readonly #accrued = CURRENCIES.map(() => ({ cash: 0, debit: 0, borrow: 0 }));
  #waiting: Conversion[] = [];
  #time: number;

  constructor(rules: AccountRules, time: number, prices: Prices) {
    this.#rules = rules;
    this.#time = time;
    this.ledger = new NaiveLedger(COUNTED_IN, ratesOf(prices, [1, 1, 1]), rules.cash);
    this.ledger.mark(
      prices.map((one) => one!.close),
      ratesOf(prices, [1, 1, 1]),
    );
  }

  /** The next slice; what was stated before it is decided at its close. */
  play(time: number, prices: Prices): void {
    this.#passTime(time);
    for (const action of this.actions.splice(0)) this.#act(action);
    for (const [symbol, one] of prices.entries()) if (one) this.#fill(symbol, one.open);
    const closes = prices.map((one) => one?.close ?? null);
    this.ledger.mark(closes, ratesOf(prices, this.ledger.rates));
    for (const { from, to, amount } of this.#waiting) {
      const brought = (amount * this.ledger.rates[from]!) / this.ledger.rates[to]!;
      this.#kept[from]! -= amount;
      this.#kept[to]! += brought * (1 - this.#rules.conversionRate);
      this.ledger.convert(from, to, amount, this.#rules.conversionRate);
    }
    this.#waiting = this.conversions.splice(0);
    for (const [symbol, units] of this.stated) {
      if (!this.delisted[symbol]) this.#pending[symbol]!.push({ units });
    }
    this.stated.clear();
  }

  #passTime(time: number): void {
    const { cashRate, debitRate, borrowRate } = this.#rules;
    const years = (time - this.#time) / YEAR_MS;
    for (const currency of CURRENCIES) {
      const accrued = this.#accrued[currency]!;
      const cash = this.ledger.cash[currency]!;
      accrued.cash += Math.max(0, cash) * cashRate * years;
      accrued.debit += Math.min(0, cash) * debitRate * years;
      for (const [symbol, terms] of COUNTED_IN.entries()) {
        if (terms.currency === currency)
          accrued.borrow -= Math.max(0, -this.ledger.value(symbol)) * borrowRate * years;
      }
    }
    const isNewDay = Math.floor(time / DAY_MS) > Math.floor(this.#time / DAY_MS);
    this.#time = time;
    if (!isNewDay) return;
    for (const currency of CURRENCIES) {
      for (const kind of ['cash', 'debit', 'borrow'] as const) {
        this.#adjust(this.#accrued[currency]![kind], currency);
        this.#accrued[currency]![kind] = 0;
      }
    }
  }

  #act(action: MarketAction): void {
    const { symbolIndex: symbol } = action;
    const { currency } = COUNTED_IN[symbol]!;
    if (action.kind === 'split') {
      this.ledger.split(symbol, action.ratio);
      for (const order of this.#pending[symbol]!) order.units *= action.ratio;
    } else if (action.kind === 'dividend') this.#adjust(this.ledger.units(symbol) * action.amount, currency);
    else if (action.kind === 'funding') this.#adjust(-this.ledger.value(symbol) * action.rate, currency);
    else if (action.kind === 'delisting') {
      const units = -this.ledger.units(symbol);
      const price = action.price ?? this.ledger.marks[symbol]!;
      if (units !== 0) this.#book(symbol, units, price, 0);
      this.#pending[symbol] = [];
      this.delisted[symbol] = true;
    }
  }

  #fill(symbol: number, open: number): void {
    let { room } = this.#rules;
    for (const order of this.#pending[symbol]!) {
      const units = Math.sign(order.units) * Math.min(room, Math.abs(order.units));
      room -= Math.abs(units);
      order.units -= units;
      const value = Math.abs(units) * open * COUNTED_IN[symbol]!.multiplier;
      if (units !== 0) this.#book(symbol, units, open, value * this.#rules.commissionRate);
    }
    this.#pending[symbol] = this.#pending[symbol]!.filter(({ units }) => units !== 0);
  }

  #book(symbol: number, units: number, price: number, commission: number): void {
    this.ledger.fill({ symbol, units, price, commission });
    this.#settle(COUNTED_IN[symbol]!.currency);
  }

  #adjust(amount: number, currency: number): void {
    this.ledger.adjust(amount, currency);
    this.#settle(currency);
  }

  #settle(currency: number): void {
    const { converts, conversionRate } = this.#rules;
    if (converts && currency !== 0) this.ledger.settle(currency, this.#kept[currency]!, conversionRate);
  }
}

/** Dollars for a dollar, a euro and a yen at the closes; a pair without a bar keeps its rate. */
function ratesOf(prices: Prices, before: readonly number[]): number[] {
  return [1, prices[EURUSD]?.close ?? before[1]!, prices[USDJPY] ? 1 / prices[USDJPY].close : before[2]!];
}
