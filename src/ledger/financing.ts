import type { AccountMark, CashAdjustment } from '../model/account.ts';
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

/** Takes money that is due. */
export type AdjustmentListener = (adjustment: CashAdjustment, amount: number) => void;

const DAY_MS = 86_400_000;

/** Actual days over 365, as brokers count. */
const YEAR_MS = 365 * DAY_MS;

/** Whether any rate is other than zero. */
export function isFinanced({ cashRate, debitRate, borrowRate }: FinancingRates): boolean {
  return cashRate !== 0 || debitRate !== 0 || borrowRate !== 0;
}

/** Accrues interest and fees by the passing of time, and books them day by day. */
export class Financing {
  readonly #rates: FinancingRates;
  readonly #account: AccountMark;
  #book: AdjustmentListener = () => undefined;
  #cashInterest = 0;
  #debitInterest = 0;
  #borrowFee = 0;

  constructor(rates: FinancingRates, account: AccountMark) {
    this.#rates = rates;
    this.#account = account;
  }

  /** Names who books what is due; once, before the first slice. */
  connect(book: AdjustmentListener): void {
    this.#book = book;
  }

  /** Takes the time of a slice, before anything else of it: what accrued since the last mark; books at a new UTC day. */
  advance(time: EpochMs): void {
    const { time: before, cash, gross, net } = this.#account;
    if (Number.isNaN(before)) return;
    const years = (time - before) / YEAR_MS;
    const { cashRate, debitRate, borrowRate } = this.#rates;
    if (cash > 0) this.#cashInterest += cash * cashRate * years;
    else this.#debitInterest += cash * debitRate * years;
    // Gross is longs and shorts, net longs less shorts.
    this.#borrowFee -= ((gross - net) / 2) * borrowRate * years;
    if (Math.floor(time / DAY_MS) !== Math.floor(before / DAY_MS)) this.#settle();
  }

  #settle(): void {
    if (this.#cashInterest !== 0) this.#book('cash-interest', this.#cashInterest);
    if (this.#debitInterest !== 0) this.#book('debit-interest', this.#debitInterest);
    if (this.#borrowFee !== 0) this.#book('borrow-fee', this.#borrowFee);
    this.#cashInterest = 0;
    this.#debitInterest = 0;
    this.#borrowFee = 0;
  }
}
