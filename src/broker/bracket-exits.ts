import type { MarketSlice } from '../model/market-slice.ts';
import { type Order, PLAIN_TERMS } from '../model/order.ts';
import type { Moment } from './bar-matcher.ts';
import type { EntryBarRule } from './fill-rules.ts';
import type { OrderBooks } from './order-books.ts';
import type { OrderSteps } from './order-steps.ts';
import { grow } from './resting-order.ts';

/** Places the exits of brackets when their entry fills, and lets them grow with its further parts. */
export class BracketExits {
  readonly #books: OrderBooks;
  readonly #entryBar: EntryBarRule;
  readonly #steps: OrderSteps;

  constructor(books: OrderBooks, entryBar: EntryBarRule, steps: OrderSteps) {
    this.#books = books;
    this.#entryBar = entryBar;
    this.#steps = steps;
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
      const id = this.#steps.nextId();
      this.#steps.rest({ ...exit, id, type: 'stop', stopPrice, limitPrice: null }, eligibleIndex);
    }
    if (limitPrice !== null) {
      const id = this.#steps.nextId();
      this.#steps.rest({ ...exit, id, type: 'limit', stopPrice: null, limitPrice }, eligibleIndex);
    }
  }

  /** False where no exit of the entry rests. */
  #grow(entry: Order, quantity: number): boolean {
    let hasExits = false;
    for (const resting of this.#books.of(entry.symbolIndex)) {
      if (resting.order.parentId !== entry.id) continue;
      grow(resting, quantity);
      this.#steps.amended(resting.order);
      hasExits = true;
    }
    return hasExits;
  }
}
