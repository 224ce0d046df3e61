import type { CancelReason, ExpiryReason, Order } from '../model/order.ts';
import type { ExchangeListener } from './exchange-listener.ts';
import type { OrderBooks } from './order-books.ts';
import { stateAfter } from './order-life-cycle.ts';
import { type RestingOrder, type RestingTerms, restingOrder, trigger } from './resting-order.ts';

/** Takes orders through the steps of their lives: each changes the state, then the book, and is told to the listener. */
export class OrderSteps {
  readonly #books: OrderBooks;
  /** By symbol index. */
  readonly #terms: readonly RestingTerms[];
  #listener: ExchangeListener | null = null;
  #lastId = 0;

  constructor(books: OrderBooks, terms: readonly RestingTerms[]) {
    this.#books = books;
    this.#terms = terms;
  }

  /** Names who hears of the steps; once, before any order. */
  connect(listener: ExchangeListener): void {
    this.#listener = listener;
  }

  /** The number of the next order. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** Puts an accepted order into its book, from where it can fill from slice `eligibleIndex` on. */
  rest(order: Order, eligibleIndex: number): RestingOrder {
    const resting = restingOrder(order, eligibleIndex, this.#terms[order.symbolIndex]!);
    this.#books.add(resting);
    this.#listener?.accepted(order);
    return resting;
  }

  trigger(resting: RestingOrder, eligibleIndex: number): void {
    trigger(resting, eligibleIndex);
    this.#books.touch(resting.order.symbolIndex);
    this.#listener?.triggered(resting.order.id);
  }

  /** Something of a resting order is other than it was. */
  amended(order: Order): void {
    this.#books.touch(order.symbolIndex);
    this.#listener?.amended(order);
  }

  /** The order fills whole; the fill itself is told by who made it. */
  end(resting: RestingOrder): void {
    resting.state = stateAfter(resting.state, 'fill', resting.order.id);
    this.#books.remove(resting);
  }

  /** The order fills in part. */
  reduce(resting: RestingOrder, quantity: number): void {
    resting.state = stateAfter(resting.state, 'fill-part', resting.order.id);
    resting.remaining -= quantity;
    this.#books.touch(resting.order.symbolIndex);
  }

  cancel(resting: RestingOrder, reason: CancelReason): void {
    resting.state = stateAfter(resting.state, 'cancel', resting.order.id);
    this.#books.remove(resting);
    this.#listener?.cancelled(resting.order.id, reason);
  }

  /** Cancels the orders of a symbol that match, oldest first. */
  cancelWhere(symbol: number, matches: (resting: RestingOrder) => boolean, reason: CancelReason): void {
    const book = this.#books.of(symbol);
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      if (matches(resting)) this.cancel(resting, reason);
      else at++;
    }
  }

  expire(resting: RestingOrder, reason: ExpiryReason): void {
    resting.state = stateAfter(resting.state, 'expire', resting.order.id);
    this.#books.remove(resting);
    this.#listener?.expired(resting.order.id, reason);
  }
}
