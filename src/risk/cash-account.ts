import type { AccountView, OrderBookView } from '../model/account.ts';
import type { OrderRequest, RefusalReason } from '../model/order.ts';

/** What a cash account takes of an order: units from zero on, with the reason where they are fewer than were asked for. */
export interface CashDecision {
  readonly quantity: number;
  readonly reason: RefusalReason | null;
}

/** Rounding in sums of weights must not refuse an order that spends exactly what there is. */
const CASH_TOLERANCE = 1e-9;

/** Judges orders of an account that neither sells short nor borrows; docs/semantics.md has the rule. */
export class CashAccount {
  readonly #symbolCount: number;
  readonly #account: AccountView;
  readonly #book: OrderBookView;

  constructor(symbolCount: number, account: AccountView, book: OrderBookView) {
    this.#symbolCount = symbolCount;
    this.#account = account;
    this.#book = book;
  }

  /** What of an order the account can take at the last closes. Orders that reduce only are always taken. */
  review({ symbolIndex, side, quantity, reduceOnly }: OrderRequest, closes: Float64Array): CashDecision {
    if (reduceOnly) return { quantity, reason: null };
    if (side === 'sell') return this.#reviewSell(symbolIndex, quantity);
    const price = closes[symbolIndex]!;
    const cash = this.#cashLeft(closes);
    if (quantity * price <= cash * (1 + CASH_TOLERANCE)) return { quantity, reason: null };
    return { quantity: Math.max(0, cash / price), reason: 'insufficient-cash' };
  }

  #reviewSell(symbolIndex: number, quantity: number): CashDecision {
    const certain = this.#account.quantity(symbolIndex) + this.#book.marketQuantity(symbolIndex);
    const free = Math.max(0, certain - this.#book.entryQuantity(symbolIndex, 'sell'));
    if (quantity <= free * (1 + CASH_TOLERANCE)) return { quantity, reason: null };
    return { quantity: free, reason: 'short-not-allowed' };
  }

  /** Cash after all resting orders at the last closes. */
  #cashLeft(closes: Float64Array): number {
    let { cash } = this.#account;
    for (let symbol = 0; symbol < this.#symbolCount; symbol++) {
      const units = this.#book.marketQuantity(symbol) + this.#book.entryQuantity(symbol, 'buy');
      if (units !== 0) cash -= units * closes[symbol]!;
    }
    return cash;
  }
}
