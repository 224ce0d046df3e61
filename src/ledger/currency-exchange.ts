import type { CashConverted, ConversionRefused, Unplaced } from '../model/event.ts';
import type { CurrencyConversion } from '../model/intent.ts';
import type { ConversionRefusal } from '../model/order.ts';
import type { Ledger } from './ledger.ts';

/** How cash of other currencies is treated. */
export interface CurrencyExchangeSettings {
  readonly ledger: Ledger;
  /** Whether what comes in or goes out in another currency is exchanged at once. */
  readonly convertsAtOnce: boolean;
  /** The cost of an exchange, in basis points of its value. */
  readonly conversionBps: number;
  /** How much cash may be borrowed in all currencies together, times equity; zero for a cash account. */
  readonly borrowLimit: number;
}

/** Hears of what was exchanged and of what was not. */
export type ConversionListener = (event: Unplaced<CashConverted | ConversionRefused>) => void;

/** What is left of a balance below this part of it is rounding, and no money to exchange. */
const BALANCE_TOLERANCE = 1e-12;

/** Exchanges cash between the currencies of an account; docs/semantics.md has the rules. */
export class CurrencyExchange {
  readonly #settings: CurrencyExchangeSettings;
  readonly #costRate: number;
  /** By currency, what the strategy itself exchanged: it stays. */
  readonly #kept: Float64Array;
  #waiting: CurrencyConversion[] = [];
  #closedBy: ConversionRefusal | null = null;
  #tell: ConversionListener = () => undefined;

  constructor(settings: CurrencyExchangeSettings) {
    this.#settings = settings;
    this.#costRate = settings.conversionBps / 10_000;
    this.#kept = new Float64Array(settings.ledger.currencies.length);
  }

  /** Names who hears of exchanges; once, before the first slice. */
  connect(tell: ConversionListener): void {
    this.#tell = tell;
  }

  /** Exchanges what came in or went out in other currencies since the last call, where that is asked for. */
  settle(): void {
    const { ledger, convertsAtOnce } = this.#settings;
    if (!convertsAtOnce) return;
    for (let currency = 1; currency < ledger.currencies.length; currency++) {
      const kept = this.#kept[currency]!;
      const amount = ledger.cashIn(currency) - kept;
      if (Math.abs(amount) <= BALANCE_TOLERANCE * Math.abs(kept)) continue;
      const money = amount * ledger.exchangeRate(currency);
      if (amount > 0) this.#exchange(currency, 0, amount, money * (1 - this.#costRate), 'settlement');
      else this.#exchange(0, currency, -money * (1 + this.#costRate), -amount, 'settlement');
    }
  }

  /** Takes what a strategy asks for; it is done with the next slice. */
  request(conversion: CurrencyConversion): void {
    this.#waiting.push(conversion);
  }

  /** Does what was asked for before this slice, at the rates of its closes. */
  execute(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const conversion of waiting) this.#convert(conversion);
  }

  /** After this, everything that is asked for is refused with the reason. */
  close(reason: 'account-ruined' | 'drawdown-stop'): void {
    this.#closedBy ??= reason;
  }

  /** Refuses what no slice comes for any more. */
  finish(): void {
    this.#closedBy = 'end-of-data';
    this.execute();
  }

  #convert(conversion: CurrencyConversion): void {
    const { ledger } = this.#settings;
    const reason = this.#refusalOf(conversion);
    if (reason !== null) {
      this.#tell({
        kind: 'conversion-refused',
        ...namesOf(ledger, conversion),
        amount: conversion.amount,
        reason,
      });
      return;
    }
    const { from, to, amount } = conversion;
    const rate = ledger.exchangeRate(from) / ledger.exchangeRate(to);
    const amountTo = amount * rate * (1 - this.#costRate);
    this.#kept[from]! -= amount;
    this.#kept[to]! += amountTo;
    this.#exchange(from, to, amount, amountTo, 'strategy');
  }

  #refusalOf({ from, to, amount }: CurrencyConversion): ConversionRefusal | null {
    const { ledger, borrowLimit } = this.#settings;
    if (this.#closedBy !== null) return this.#closedBy;
    if (!(Number.isFinite(amount) && amount > 0)) return 'quantity-invalid';
    if (Number.isNaN(ledger.exchangeRate(from) + ledger.exchangeRate(to))) return 'no-exchange-rate';
    if (amount <= ledger.cashIn(from)) return null;
    if (borrowLimit === 0) return 'insufficient-cash';
    return this.#borrowedAfter(from, to, amount) > borrowLimit * ledger.equity ? 'leverage-exceeded' : null;
  }

  /** Cash below zero of all currencies, as money of the account above zero. */
  #borrowedAfter(from: number, to: number, amount: number): number {
    const { ledger } = this.#settings;
    let borrowed = 0;
    for (let currency = 0; currency < ledger.currencies.length; currency++) {
      const rate = ledger.exchangeRate(currency);
      let cash = ledger.cashIn(currency);
      if (currency === from) cash -= amount;
      if (currency === to) cash += (amount * ledger.exchangeRate(from)) / rate;
      if (cash < 0) borrowed -= cash * rate;
    }
    return borrowed;
  }

  #exchange(
    from: number,
    to: number,
    amountFrom: number,
    amountTo: number,
    cause: CashConverted['cause'],
  ): void {
    const { ledger } = this.#settings;
    ledger.convert(from, to, amountFrom, amountTo);
    const cost = amountFrom * ledger.exchangeRate(from) - amountTo * ledger.exchangeRate(to);
    const names = namesOf(ledger, { from, to });
    this.#tell({ kind: 'cash-converted', ...names, amountFrom, amountTo, cost, cause });
  }
}

function namesOf(
  { currencies }: Ledger,
  { from, to }: Pick<CurrencyConversion, 'from' | 'to'>,
): { from: string; to: string } {
  return { from: currencies[from]!, to: currencies[to]! };
}
