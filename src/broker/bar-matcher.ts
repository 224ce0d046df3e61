import type { MarketSlice } from '../model/market-slice.ts';
import type { ExpiryReason } from '../model/order.ts';
import { isDecidedAtOpen, isReached, isReachedOnWay, onlyTriggersAt, touchPrice } from './execution-price.ts';
import { type FillRules, goesHighFirst } from './fill-rules.ts';
import type { OrderBooks } from './order-books.ts';
import { isMomentary, momentReason, moveTrail, type RestingOrder } from './resting-order.ts';

/** When in a bar a fill happens. */
export type Moment = 'open' | 'inside' | 'close';

/** What a matcher has done to the orders that a bar reaches; it may take any orders out of the book and add to its end. */
export interface OrderExecutor {
  execute(resting: RestingOrder, referencePrice: number, slice: MarketSlice, moment: Moment): void;
  trigger(resting: RestingOrder, eligibleIndex: number): void;
  expire(resting: RestingOrder, reason: ExpiryReason): void;
}

/** Finds which orders of a book a bar reaches, in which order and at which price. */
export class BarMatcher {
  readonly #books: OrderBooks;
  readonly #rules: FillRules;
  readonly #executor: OrderExecutor;

  constructor(books: OrderBooks, rules: FillRules, executor: OrderExecutor) {
    this.#books = books;
    this.#rules = rules;
    this.#executor = executor;
  }

  /** Matches the bar of a symbol: at its open, inside it, and at its close; then its extremes move trailing stops. */
  match(symbol: number, slice: MarketSlice): void {
    this.#matchAtOpen(symbol, slice, false);
    this.#matchAtOpen(symbol, slice, true);
    if (this.#books.timedCount > 0) this.#expireMomentary(symbol, slice);
    if (this.#rules.intrabar === 'stop-first') {
      this.#matchInside(symbol, slice, 'stop');
      this.#matchInside(symbol, slice, 'limit');
    } else this.#followPath(symbol, slice);
    this.matchAtClose(symbol, slice);
    this.#moveTrails(symbol, slice);
  }

  /**
   * Orders that reduce only come second, so that none sells what an order at the same open has sold already. Exits
   * that are born at this open stand last in the book, so that the second pass decides them too.
   */
  #matchAtOpen(symbol: number, slice: MarketSlice, reduceOnly: boolean): void {
    const book = this.#books.of(symbol);
    const open = slice.open[symbol]!;
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      const due = resting.eligibleIndex <= slice.index && resting.order.reduceOnly === reduceOnly;
      if (due && isDecidedAtOpen(resting, open, this.#rules.limitFill)) {
        if (onlyTriggersAt(resting, open)) this.#executor.trigger(resting, slice.index);
        else this.#executor.execute(resting, open, slice, 'open');
        at = firstAfter(book, resting.order.id, at);
      } else at++;
    }
  }

  /** After the open: what had to be filled by it was not. */
  #expireMomentary(symbol: number, slice: MarketSlice): void {
    const book = this.#books.of(symbol);
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      const { order, matching, eligibleIndex } = resting;
      if (isMomentary(order) && matching !== 'close' && eligibleIndex <= slice.index)
        this.#executor.expire(resting, momentReason(order));
      else at++;
    }
  }

  #matchInside(symbol: number, slice: MarketSlice, matching: 'stop' | 'limit'): void {
    const book = this.#books.of(symbol);
    const high = slice.high[symbol]!;
    const low = slice.low[symbol]!;
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      const due = resting.matching === matching && resting.eligibleIndex <= slice.index;
      if (due && isReached(resting, high, low, this.#rules.limitFill)) {
        const price = touchPrice(resting);
        if (onlyTriggersAt(resting, price)) this.#executor.trigger(resting, slice.index + 1);
        else this.#executor.execute(resting, price, slice, 'inside');
        at = firstAfter(book, resting.order.id, at);
      } else at++;
    }
  }

  /** Fills at the close what waits for it and may fill in this slice. */
  matchAtClose(symbol: number, slice: MarketSlice): void {
    const book = this.#books.of(symbol);
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      if (resting.matching === 'close' && resting.eligibleIndex <= slice.index) {
        this.#executor.execute(resting, slice.close[symbol]!, slice, 'close');
        at = firstAfter(book, resting.order.id, at);
      } else at++;
    }
  }

  /** After everything else in the bar, so that no stop is checked against an extreme that moved it. */
  #moveTrails(symbol: number, slice: MarketSlice): void {
    const book = this.#books.of(symbol);
    for (let at = 0; at < book.length; at++) {
      const resting = book[at]!;
      const isDue = resting.matching === 'stop' && resting.eligibleIndex <= slice.index;
      if (resting.order.trail !== null && isDue) moveTrail(resting, slice.high[symbol]!, slice.low[symbol]!);
    }
  }

  #followPath(symbol: number, slice: MarketSlice): void {
    const open = slice.open[symbol]!;
    const high = slice.high[symbol]!;
    const low = slice.low[symbol]!;
    const highFirst = goesHighFirst(this.#rules.intrabar, open, high, low);
    const first = highFirst ? high : low;
    const second = highFirst ? low : high;
    this.#follow(symbol, slice, open, first);
    this.#follow(symbol, slice, first, second);
    this.#follow(symbol, slice, second, slice.close[symbol]!);
  }

  /** Takes the price from one point of the path to the next; what it reaches fills where the price meets it. */
  #follow(symbol: number, slice: MarketSlice, from: number, to: number): void {
    let price = from;
    for (;;) {
      const resting = this.#nextOnWay(symbol, slice.index, price, to);
      if (resting === null) return;
      price = touchPrice(resting);
      if (onlyTriggersAt(resting, price)) this.#executor.trigger(resting, slice.index);
      else this.#executor.execute(resting, price, slice, 'inside');
    }
  }

  /** The order that the price meets first on its way; of several at one price a stop, and then the oldest. */
  #nextOnWay(symbol: number, index: number, from: number, to: number): RestingOrder | null {
    const book = this.#books.of(symbol);
    let next: RestingOrder | null = null;
    let distance = Number.POSITIVE_INFINITY;
    for (let at = 0; at < book.length; at++) {
      const resting = book[at]!;
      if (resting.eligibleIndex > index || !isReachedOnWay(resting, from, to, this.#rules.limitFill))
        continue;
      const away = Math.abs(touchPrice(resting) - from);
      const isStopBeforeLimit = resting.matching === 'stop' && next?.matching === 'limit';
      if (away > distance || (away === distance && !isStopBeforeLimit)) continue;
      next = resting;
      distance = away;
    }
    return next;
  }
}

/**
 * Where a pass over a book goes on after the order `id`, which stood at `at`: a fill takes orders out anywhere and
 * adds exits at the end, but a book always stands in the order of its numbers.
 */
function firstAfter(book: readonly RestingOrder[], id: number, at: number): number {
  let next = Math.min(at, book.length);
  while (next > 0 && book[next - 1]!.order.id > id) next--;
  // An order that was only triggered still rests.
  return book[next]?.order.id === id ? next + 1 : next;
}
