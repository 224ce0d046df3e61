import type { AccountView, OrderBookView } from '../model/account.ts';
import type { Order, Side } from '../model/order.ts';
import { areSiblings, type RestingOrder, shownOrder } from './resting-order.ts';

/** The resting orders, a book a symbol, each in the order of their numbers. */
export class OrderBooks implements OrderBookView {
  readonly #books: RestingOrder[][];
  readonly #account: AccountView;
  #count = 0;
  #timedCount = 0;

  constructor(symbolCount: number, account: AccountView) {
    this.#books = Array.from({ length: symbolCount }, () => []);
    this.#account = account;
  }

  /** The number of resting orders of all symbols. */
  get count(): number {
    return this.#count;
  }

  /** How many of them have a time in force other than GTC. */
  get timedCount(): number {
    return this.#timedCount;
  }

  /** The book of a symbol itself, oldest first. */
  of(symbol: number): readonly RestingOrder[] {
    return this.#books[symbol]!;
  }

  /** Takes an order in; its number is above those that rest. */
  add(resting: RestingOrder): void {
    this.#books[resting.order.symbolIndex]!.push(resting);
    this.#count++;
    if (resting.order.timeInForce !== 'GTC') this.#timedCount++;
  }

  /** Takes an order out that is in. */
  remove(resting: RestingOrder): void {
    const book = this.#books[resting.order.symbolIndex]!;
    book.splice(book.indexOf(resting), 1);
    this.#count--;
    if (resting.order.timeInForce !== 'GTC') this.#timedCount--;
  }

  /** The resting order of a number; null where none rests. */
  find(orderId: number): RestingOrder | null {
    for (const book of this.#books) {
      for (const resting of book) if (resting.order.id === orderId) return resting;
    }
    return null;
  }

  /** The orders of a symbol as others may see them, oldest first; a copy. */
  shown(symbol: number): Order[] {
    return this.#books[symbol]!.map(shownOrder);
  }

  /** All resting orders by number; a copy. */
  all(): RestingOrder[] {
    return this.#books.flat().sort((a, b) => a.order.id - b.order.id);
  }

  marketQuantity(symbol: number): number {
    let quantity = 0;
    let reduction = 0;
    const held = this.#account.quantity(symbol);
    for (const { matching, order, remaining } of this.#books[symbol]!) {
      if (matching !== 'open' && matching !== 'close') continue;
      if (!order.reduceOnly) quantity += order.side === 'buy' ? remaining : -remaining;
      else if (canReduce(order.side, held)) reduction += remaining;
    }
    if (reduction === 0) return quantity;
    return quantity - Math.sign(held) * Math.min(reduction, Math.abs(held));
  }

  entryQuantity(symbol: number, side: Side, exceptGroup: number | null = null): number {
    let quantity = 0;
    for (const resting of this.#books[symbol]!) {
      const { matching, order, remaining } = resting;
      if (matching === 'open' || matching === 'close') continue;
      if (order.side !== side || order.reduceOnly) continue;
      if (order.ocoGroup !== null && (order.ocoGroup === exceptGroup || !this.#leads(resting))) continue;
      quantity += remaining;
    }
    return quantity;
  }

  /** Whether an order of an OCO group is the largest of its side in it, the oldest of several. */
  #leads({ order, remaining }: RestingOrder): boolean {
    for (const { order: other, remaining: open } of this.#books[order.symbolIndex]!) {
      if (other.side !== order.side || other.reduceOnly || !areSiblings(order, other)) continue;
      if (open > remaining || (open === remaining && other.id < order.id)) return false;
    }
    return true;
  }
}

/** Whether an order of that side brings a position nearer to zero. */
export function canReduce(side: Side, held: number): boolean {
  return side === 'sell' ? held > 0 : held < 0;
}
