import type { AccountView, OrderBookView } from '../model/account.ts';
import type { Side } from '../model/order.ts';

/**
 * Units of a symbol towards either side, with market orders counted as filled and the entries of that side too; below zero
 * where the position lies on the other side. The larger of both is the absolute exposure at its worst. Both are fields that
 * `take` writes, since numbers that a function returns are boxed.
 */
export class WorstUnits {
  readonly #account: AccountView;
  readonly #book: OrderBookView;
  /** Of the symbol and at the moment of the last `take`. */
  buys = Number.NaN;
  sells = Number.NaN;

  constructor(account: AccountView, book: OrderBookView) {
    this.#account = account;
    this.#book = book;
  }

  /** Takes the units of a symbol as they are now. */
  take(symbol: number): void {
    const held = this.#account.quantity(symbol);
    if (this.#book.isEmpty(symbol)) {
      this.buys = held;
      this.sells = 0 - held;
      return;
    }
    const certain = held + this.#book.marketQuantity(symbol);
    this.buys = this.#book.entryQuantity(symbol, 'buy') + certain;
    this.sells = this.#book.entryQuantity(symbol, 'sell') - certain;
  }

  /** Units towards one side now; those of one OCO group do not count where it is named. */
  towards(side: Side, symbol: number, exceptGroup: number | null = null): number {
    const certain = this.#account.quantity(symbol) + this.#book.marketQuantity(symbol);
    const entries = this.#book.entryQuantity(symbol, side, exceptGroup);
    return entries + (side === 'buy' ? certain : -certain);
  }
}
