import type { CashAdjustment } from '../model/account.ts';
import type { EpochMs } from '../model/time.ts';

/** Annual rates, as parts of the value that they are charged on. */
export interface FinancingRates {
  /** Earned on cash above zero. */
  readonly cashRate: number;
  /** Paid on cash below zero. */
  readonly debitRate: number;
  /** Paid on the value of short positions. */
  readonly borrowRate: number;
}

/** What interest and fees are charged on, as of the last mark, by currency and in it. */
export interface FinancedAccount {
  readonly time: EpochMs;
  readonly currencies: readonly string[];
  cashIn(currencyIndex: number): number;
  shortValueIn(currencyIndex: number): number;
}

/** Takes money of a currency that is due. */
export type AdjustmentListener = (adjustment: CashAdjustment, amount: number, currencyIndex: number) => void;

const DAY_MS = 86_400_000;

/** Actual days over 365, as brokers count. */
const YEAR_MS = 365 * DAY_MS;

/** Whether any rate is other than zero. */
export function isFinanced({ cashRate, debitRate, borrowRate }: FinancingRates): boolean {
  return cashRate !== 0 || debitRate !== 0 || borrowRate !== 0;
}

/** Accrues interest and fees by the passing of time, in each currency by itself, and books them day by day. */
export class Financing {
  readonly #rates: FinancingRates;
  readonly #account: FinancedAccount;
  readonly #cashInterest: Float64Array;
  readonly #debitInterest: Float64Array;
  readonly #borrowFee: Float64Array;
  #book: AdjustmentListener = () => undefined;

  constructor(rates: FinancingRates, account: FinancedAccount) {
    this.#rates = rates;
    this.#account = account;
    const { length } = account.currencies;
    this.#cashInterest = new Float64Array(length);
    this.#debitInterest = new Float64Array(length);
    this.#borrowFee = new Float64Array(length);
  }

  /** Names who books what is due; once, before the first slice. */
  connect(book: AdjustmentListener): void {
    this.#book = book;
  }

  /** Takes the time of a slice, before anything else of it: what accrued since the last mark; books at a new UTC day. */
  advance(time: EpochMs): void {
    const { time: before, currencies } = this.#account;
    if (Number.isNaN(before)) return;
    const years = (time - before) / YEAR_MS;
    for (let currency = 0; currency < currencies.length; currency++) this.#accrue(currency, years);
    if (Math.floor(time / DAY_MS) !== Math.floor(before / DAY_MS)) this.settle();
  }

  /** Books what has accrued and was not booked yet. */
  settle(): void {
    for (let currency = 0; currency < this.#account.currencies.length; currency++) {
      this.#take('cash-interest', this.#cashInterest, currency);
      this.#take('debit-interest', this.#debitInterest, currency);
      this.#take('borrow-fee', this.#borrowFee, currency);
    }
  }

  #accrue(currency: number, years: number): void {
    const { cashRate, debitRate, borrowRate } = this.#rates;
    const cash = this.#account.cashIn(currency);
    if (cash > 0) this.#cashInterest[currency]! += cash * cashRate * years;
    else this.#debitInterest[currency]! += cash * debitRate * years;
    if (borrowRate === 0) return;
    this.#borrowFee[currency]! -= this.#account.shortValueIn(currency) * borrowRate * years;
  }

  #take(adjustment: CashAdjustment, accrued: Float64Array, currency: number): void {
    const amount = accrued[currency]!;
    accrued[currency] = 0;
    if (amount !== 0) this.#book(adjustment, amount, currency);
  }
}
