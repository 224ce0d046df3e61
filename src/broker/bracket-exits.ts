import type { MarketSlice } from '../model/market-slice.ts';
import { type Order, PLAIN_TERMS } from '../model/order.ts';
import type { Moment } from './bar-matcher.ts';
import type { EntryBarRule } from './fill-rules.ts';
import type { OrderBooks } from './order-books.ts';
import { grow } from './resting-order.ts';

/** How exits reach the book, and who hears of them. */
export interface ExitDesk {
  /** The next order number. */
  nextId(): number;
  rest(order: Order, eligibleIndex: number): void;
  amended(order: Order): void;
}

/** Places the exits of brackets when their entry fills, and lets them grow with its further parts. */
export class BracketExits {
  readonly #books: OrderBooks;
  readonly #entryBar: EntryBarRule;
  readonly #desk: ExitDesk;

  constructor(books: OrderBooks, entryBar: EntryBarRule, desk: ExitDesk) {
    this.#books = books;
    this.#entryBar = entryBar;
    this.#desk = desk;
  }

  /** After `quantity` of the entry filled: the exits grow by it where they rest already, and are placed otherwise. */
  follow(entry: Order, quantity: number, slice: MarketSlice, moment: Moment): void {
    if (!this.#grow(entry, quantity)) this.#place(entry, quantity, slice, moment);
  }

  #place(entry: Order, quantity: number, slice: MarketSlice, moment: Moment): void {
    const { stopPrice, limitPrice } = entry.bracket!;
    const live = moment === 'open' && this.#entryBar === 'live';
    const exit = {
      symbolIndex: entry.symbolIndex,
      side: entry.side === 'buy' ? 'sell' : 'buy',
      quantity,
      origin: entry.origin,
      bracket: null,
      tag: entry.tag,
      ...PLAIN_TERMS,
      reduceOnly: true,
      acceptedAt: slice.time,
      acceptedIndex: slice.index,
      parentId: entry.id,
    } as const;
    const eligibleIndex = live ? slice.index : slice.index + 1;
    if (stopPrice !== null) {
      const id = this.#desk.nextId();
      this.#desk.rest({ ...exit, id, type: 'stop', stopPrice, limitPrice: null }, eligibleIndex);
    }
    if (limitPrice !== null) {
      const id = this.#desk.nextId();
      this.#desk.rest({ ...exit, id, type: 'limit', stopPrice: null, limitPrice }, eligibleIndex);
    }
  }

  /** False where no exit of the entry rests. */
  #grow(entry: Order, quantity: number): boolean {
    let hasExits = false;
    for (const resting of this.#books.of(entry.symbolIndex)) {
      if (resting.order.parentId !== entry.id) continue;
      grow(resting, quantity);
      this.#desk.amended(resting.order);
      hasExits = true;
    }
    return hasExits;
  }
}
