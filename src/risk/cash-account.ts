import type { AccountView, OrderBookView } from '../model/account.ts';
import type { OrderRequest, RefusalReason } from '../model/order.ts';

/** What a cash account takes of an order: units from zero on, with the reason where they are fewer than were asked for. */
export interface CashDecision {
  readonly quantity: number;
  readonly reason: RefusalReason | null;
}

/** Rounding in sums of weights must not refuse an order that spends exactly what there is. */
const CASH_TOLERANCE = 1e-9;

/** How a cash account is set up. */
export interface CashAccountSettings {
  readonly symbolCount: number;
  readonly account: AccountView;
  readonly book: OrderBookView;
  /** Whether a buy is paid for with cash of its own currency rather than with that of all. */
  readonly paysInOwnCurrency: boolean;
}

/** Judges orders of an account that neither sells short nor borrows; docs/semantics.md has the rule. */
export class CashAccount {
  readonly #settings: CashAccountSettings;

  constructor(settings: CashAccountSettings) {
    this.#settings = settings;
  }

  /** What of an order the account can take at the last closes. Orders that reduce only are always taken. */
  review({ symbolIndex, side, quantity, reduceOnly }: OrderRequest, closes: Float64Array): CashDecision {
    if (reduceOnly) return { quantity, reason: null };
    if (side === 'sell') return this.#reviewSell(symbolIndex, quantity);
    const price = closes[symbolIndex]! * this.#settings.account.worth(symbolIndex);
    const cash = this.#cashLeftFor(symbolIndex, closes);
    if (quantity * price <= cash * (1 + CASH_TOLERANCE)) return { quantity, reason: null };
    return { quantity: Math.max(0, cash / price), reason: 'insufficient-cash' };
  }

  #reviewSell(symbolIndex: number, quantity: number): CashDecision {
    const { account, book } = this.#settings;
    const certain = account.quantity(symbolIndex) + book.marketQuantity(symbolIndex);
    const free = Math.max(0, certain - book.entryQuantity(symbolIndex, 'sell'));
    if (quantity <= free * (1 + CASH_TOLERANCE)) return { quantity, reason: null };
    return { quantity: free, reason: 'short-not-allowed' };
  }

  /** Cash that pays for a symbol, after all resting orders at the last closes; in money of the account. */
  #cashLeftFor(symbolIndex: number, closes: Float64Array): number {
    const { account, book, symbolCount, paysInOwnCurrency } = this.#settings;
    const currency = account.currencyOf(symbolIndex);
    let cash = paysInOwnCurrency ? account.cashIn(currency) * account.exchangeRate(currency) : account.cash;
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      if (paysInOwnCurrency && account.currencyOf(symbol) !== currency) continue;
      const units = book.marketQuantity(symbol) + book.entryQuantity(symbol, 'buy');
      if (units !== 0) cash -= units * closes[symbol]! * account.worth(symbol);
    }
    return cash;
  }
}
