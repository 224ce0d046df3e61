import type { AccountView } from '../model/account.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { Order } from '../model/order.ts';
import { isReached } from './execution-price.ts';
import type { LimitRule } from './fill-rules.ts';
import { canReduce, type OrderBooks } from './order-books.ts';
import type { OrderSteps } from './order-steps.ts';
import { areSiblings, type RestingOrder } from './resting-order.ts';
import { sidePrices } from './side-prices.ts';

/** What one order means to others: the legs of OCO groups, the exits of brackets, and orders that reduce only. */
export class LinkedOrders {
  readonly #books: OrderBooks;
  readonly #account: AccountView;
  readonly #steps: OrderSteps;

  constructor(books: OrderBooks, account: AccountView, steps: OrderSteps) {
    this.#books = books;
    this.#account = account;
    this.#steps = steps;
  }

  /** Units by which an order can fill: of one that reduces only, up to the position. */
  fillable({ order, remaining }: RestingOrder): number {
    if (!order.reduceOnly) return remaining;
    const held = this.#account.quantity(order.symbolIndex);
    return canReduce(order.side, held) ? Math.min(remaining, Math.abs(held)) : 0;
  }

  /** The oldest other order of its bracket or OCO group that the bar reaches too; null where there is none. */
  reachedBeside(order: Order, slice: MarketSlice, limitFill: LimitRule): RestingOrder | null {
    if (order.parentId === null && order.ocoGroup === null) return null;
    const symbol = order.symbolIndex;
    for (const other of this.#books.of(symbol)) {
      const rests = other.eligibleIndex <= slice.index && areSiblings(order, other.order);
      if (!rests) continue;
      const { high, low } = sidePrices(other.order.side, slice);
      if (isReached(other, high[symbol]!, low[symbol]!, limitFill)) return other;
    }
    return null;
  }

  /** Cancels what a fill leaves without a reason to be; before the exits of the order itself are placed. */
  follow(filled: Order, isWhole: boolean): void {
    if (filled.parentId === null && filled.ocoGroup === null) return;
    // A part of an exit leaves the other one standing; the position bounds both.
    if (isWhole || filled.parentId === null) this.#cancelSiblings(filled);
    if (filled.parentId !== null) this.#cancelEntryOf(filled);
  }

  /** Cancels what could no longer reduce anything, so that no order that reduces only ever opens a position. */
  cancelIdle(symbol: number): void {
    if (!this.#books.hasReducing(symbol)) return;
    const held = this.#account.quantity(symbol);
    this.#steps.cancelWhere(
      symbol,
      ({ order }) => order.reduceOnly && !canReduce(order.side, held),
      'position-closed',
    );
  }

  #cancelSiblings(filled: Order): void {
    const reason = filled.parentId === null ? 'other-leg-filled' : 'other-exit-filled';
    this.#steps.cancelWhere(filled.symbolIndex, ({ order }) => areSiblings(filled, order), reason);
  }

  /** What is still open of the entry would have no exits any more. */
  #cancelEntryOf(exit: Order): void {
    this.#steps.cancelWhere(exit.symbolIndex, ({ order }) => order.id === exit.parentId, 'other-exit-filled');
  }
}
