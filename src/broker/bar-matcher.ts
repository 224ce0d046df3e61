import type { MarketSlice } from '../model/market-slice.ts';
import type { ExpiryReason } from '../model/order.ts';
import type { PriceColumns } from '../model/price-columns.ts';
import { isDecidedAtOpen, isReached, isReachedOnWay, onlyTriggersAt, touchPrice } from './execution-price.ts';
import { type FillRules, goesHighFirst } from './fill-rules.ts';
import type { OrderBooks } from './order-books.ts';
import { isMomentary, momentReason, moveTrail, type RestingOrder } from './resting-order.ts';
import { sidePrices } from './side-prices.ts';

/** When in a bar a fill happens. */
export type Moment = 'open' | 'inside' | 'close';

/** What a matcher has done to the orders that a bar reaches; it may take any orders out of the book and add to its end. */
export interface OrderExecutor {
  execute(resting: RestingOrder, referencePrice: number, slice: MarketSlice, moment: Moment): void;
  trigger(resting: RestingOrder, eligibleIndex: number): void;
  expire(resting: RestingOrder, reason: ExpiryReason): void;
}

/** A part of the assumed path of the price through a bar. */
interface Leg {
  readonly from: keyof PriceColumns;
  readonly to: keyof PriceColumns;
}

/** Finds which orders of a book a bar reaches, in which order and at which price. */
export class BarMatcher {
  readonly #books: OrderBooks;
  readonly #intrabar: FillRules['intrabar'];
  readonly #limitFill: FillRules['limitFill'];
  readonly #executor: OrderExecutor;

  constructor(books: OrderBooks, rules: FillRules, executor: OrderExecutor) {
    this.#books = books;
    this.#intrabar = rules.intrabar;
    this.#limitFill = rules.limitFill;
    this.#executor = executor;
  }

  /** Matches the bar of a symbol: at its open, inside it, and at its close; then its extremes move trailing stops. */
  match(symbol: number, slice: MarketSlice): void {
    const book = this.#books.of(symbol);
    this.#matchAtOpen(symbol, slice, false);
    // Most books hold one market order, which is gone by now.
    if (book.length === 0) return;
    this.#matchAtOpen(symbol, slice, true);
    if (this.#books.timedCount > 0) this.#expireMomentary(symbol, slice);
    if (this.#intrabar === 'stop-first') {
      this.#matchInside(symbol, slice, 'stop');
      this.#matchInside(symbol, slice, 'limit');
    } else if (this.#intrabar === 'limit-first') {
      this.#matchInside(symbol, slice, 'limit');
      this.#matchInside(symbol, slice, 'stop');
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
    const ask = slice.ask.open;
    const bid = slice.bid.open;
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      const open = (resting.order.side === 'buy' ? ask : bid)[symbol]!;
      const due = resting.eligibleIndex <= slice.index && resting.order.reduceOnly === reduceOnly;
      if (due && isDecidedAtOpen(resting, open, this.#limitFill)) {
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
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      const due = resting.matching === matching && resting.eligibleIndex <= slice.index;
      const { high, low } = sidePrices(resting.order.side, slice);
      if (due && isReached(resting, high[symbol]!, low[symbol]!, this.#limitFill)) {
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
        const { close } = sidePrices(resting.order.side, slice);
        this.#executor.execute(resting, close[symbol]!, slice, 'close');
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
      if (resting.order.trail === null || !isDue) continue;
      const { high, low } = sidePrices(resting.order.side, slice);
      moveTrail(resting, high[symbol]!, low[symbol]!);
    }
  }

  #followPath(symbol: number, slice: MarketSlice): void {
    const open = slice.open[symbol]!;
    const high = slice.high[symbol]!;
    const low = slice.low[symbol]!;
    const highFirst = goesHighFirst(this.#intrabar, open, high, low);
    const first = highFirst ? 'high' : 'low';
    const second = highFirst ? 'low' : 'high';
    this.#follow(symbol, slice, { from: 'open', to: first });
    this.#follow(symbol, slice, { from: first, to: second });
    this.#follow(symbol, slice, { from: second, to: 'close' });
  }

  /**
   * Takes the price from one point of the path to the next; what it reaches fills where the price meets it. Bid and ask
   * go the same part of their ways at the same time.
   */
  #follow(symbol: number, slice: MarketSlice, leg: Leg): void {
    let gone = 0;
    for (;;) {
      const next = this.#nextOnWay(symbol, slice, leg, gone);
      if (next === null) return;
      const { resting } = next;
      gone = next.part;
      const price = touchPrice(resting);
      if (onlyTriggersAt(resting, price)) this.#executor.trigger(resting, slice.index);
      else this.#executor.execute(resting, price, slice, 'inside');
    }
  }

  /** The order that the price meets first beyond the part of its way that is gone; of several at one point a stop, and then the oldest. */
  #nextOnWay(
    symbol: number,
    slice: MarketSlice,
    leg: Leg,
    gone: number,
  ): { readonly resting: RestingOrder; readonly part: number } | null {
    const book = this.#books.of(symbol);
    let next: RestingOrder | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0; at < book.length; at++) {
      const resting = book[at]!;
      const prices = sidePrices(resting.order.side, slice);
      const from = prices[leg.from][symbol]!;
      const to = prices[leg.to][symbol]!;
      if (resting.eligibleIndex > slice.index || !isReachedOnWay(resting, from, to, this.#limitFill))
        continue;
      const part = from === to ? gone : (touchPrice(resting) - from) / (to - from);
      const isStopBeforeLimit = resting.matching === 'stop' && next?.matching === 'limit';
      if (part < gone || part > least || (part === least && !isStopBeforeLimit)) continue;
      next = resting;
      least = part;
    }
    return next && { resting: next, part: least };
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
