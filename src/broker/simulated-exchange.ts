import type { AccountView, OrderBookView } from '../model/account.ts';
import type { Fill } from '../model/fill.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import {
  type ApprovedOrder,
  type CancelReason,
  type ExpiryReason,
  type Order,
  PLAIN_TERMS,
  type Side,
} from '../model/order.ts';
import type { CostModel } from './costs.ts';
import { isDecidedAtOpen, isReached, onlyTriggersAt, touchPrice } from './execution-price.ts';
import { canReduce, OrderBooks } from './order-books.ts';
import { stateAfter } from './order-life-cycle.ts';
import {
  amend,
  areSiblings,
  beginDay,
  isMomentary,
  moveTrail,
  type RestingOrder,
  restingOrder,
  shownOrder,
  trailedStop,
  trigger,
} from './resting-order.ts';

/** Whether the exits of an entry that filled at the open may fill on that same bar; see docs/semantics.md. */
export type EntryBarRule = 'live' | 'next';

/** What the exchange tells its caller while it works. A fill must be booked before the call returns. */
export interface ExchangeListener {
  accepted(order: Order): void;
  triggered(orderId: number): void;
  /** The order as it is now. */
  amended(order: Order): void;
  filled(fill: Fill): void;
  cancelled(orderId: number, reason: CancelReason): void;
  expired(orderId: number, reason: ExpiryReason): void;
}

/** How an exchange is set up. */
export interface ExchangeSettings {
  readonly symbolCount: number;
  readonly costs: CostModel;
  readonly entryBar: EntryBarRule;
  readonly account: AccountView;
}

/** When in a bar a fill happens. */
type Moment = 'open' | 'inside' | 'close';

/** An exchange that matches resting orders against bars by the rules of docs/semantics.md. */
export class SimulatedExchange implements OrderBookView {
  readonly #settings: ExchangeSettings;
  readonly #books: OrderBooks;
  #listener: ExchangeListener | null = null;
  #lastId = 0;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
    this.#books = new OrderBooks(settings.symbolCount, settings.account);
  }

  /** Names who hears of what happens to orders; once, before any order. */
  connect(listener: ExchangeListener): void {
    this.#listener = listener;
  }

  /** Takes an order that risk has passed at the close of a slice; it can fill from the next slice on. */
  accept(approved: ApprovedOrder, slice: MarketSlice): void {
    const { trail, side, symbolIndex } = approved;
    this.#rest({
      ...approved,
      stopPrice: trail ? trailedStop(side, trail, slice.close[symbolIndex]!) : approved.stopPrice,
      id: ++this.#lastId,
      acceptedAt: slice.time,
      acceptedIndex: slice.index,
      parentId: null,
    });
  }

  /** Fills what the bars of this slice reach: at the open, then inside the bars with stops before limits, then at the close. */
  match(slice: MarketSlice): void {
    if (this.#books.count === 0) return;
    if (this.#books.timedCount > 0) this.#expireDue(slice);
    for (let symbol = 0; symbol < this.#settings.symbolCount; symbol++) {
      if (slice.fresh[symbol] === 0 || this.#books.of(symbol).length === 0) continue;
      this.#matchAtOpen(symbol, slice, false);
      this.#matchAtOpen(symbol, slice, true);
      if (this.#books.timedCount > 0) this.#expireMomentary(symbol, slice);
      this.#matchInside(symbol, slice, 'stop');
      this.#matchInside(symbol, slice, 'limit');
      this.#matchAtClose(symbol, slice);
      this.#moveTrails(symbol, slice);
    }
  }

  /** Takes an order out of the book; false where it does not rest any more. */
  cancel(orderId: number, reason: CancelReason): boolean {
    const resting = this.#books.find(orderId);
    if (resting) this.#cancel(resting, reason);
    return resting !== null;
  }

  /** The resting order of a number with its present prices; null where none rests. */
  openOrder(orderId: number): Order | null {
    const resting = this.#books.find(orderId);
    return resting && shownOrder(resting);
  }

  /** Gives a resting order the quantity and prices of what risk has passed. */
  amend(orderId: number, approved: ApprovedOrder): void {
    const resting = this.#books.find(orderId);
    if (!resting) return;
    amend(resting, approved);
    this.#listener?.amended(resting.order);
  }

  /** Cancels what older targets of the symbol left open. */
  cancelTargets(symbol: number): void {
    this.#cancelWhere(symbol, ({ order }) => order.origin === 'target', 'superseded');
  }

  /** Cancels every order of every symbol. */
  cancelAll(reason: CancelReason): void {
    for (let symbol = 0; symbol < this.#settings.symbolCount; symbol++)
      this.#cancelWhere(symbol, () => true, reason);
  }

  /** Ends what still rests, by order number. */
  expireAll(reason: ExpiryReason): void {
    for (const resting of this.#books.all()) this.#expire(resting, reason);
  }

  /** The resting orders of a symbol with their present prices, oldest first; a copy. */
  openOrders(symbol: number): Order[] {
    return this.#books.shown(symbol);
  }

  /** The resting orders of all symbols by order number; a copy. */
  allOpenOrders(): Order[] {
    return this.#books.all().map(({ order }) => order);
  }

  marketQuantity(symbol: number): number {
    return this.#books.marketQuantity(symbol);
  }

  entryQuantity(symbol: number, side: Side, exceptGroup: number | null = null): number {
    return this.#books.entryQuantity(symbol, side, exceptGroup);
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
      if (due && isDecidedAtOpen(resting, open)) {
        if (onlyTriggersAt(resting, open)) this.#trigger(resting, slice.index);
        else this.#execute(resting, open, slice, 'open');
        at = firstAfter(book, resting.order.id, at);
      } else at++;
    }
  }

  /** Ends what its time is over for; the days of the others begin with the first bar that can fill them. */
  #expireDue(slice: MarketSlice): void {
    for (let symbol = 0; symbol < this.#settings.symbolCount; symbol++) {
      const book = this.#books.of(symbol);
      for (let at = 0; at < book.length; ) {
        const resting = book[at]!;
        if (slice.time > resting.expiresAfter) {
          this.#expire(resting, resting.order.timeInForce === 'DAY' ? 'day-ended' : 'time-passed');
        } else {
          if (slice.fresh[symbol] === 1) beginDay(resting, slice.time);
          at++;
        }
      }
    }
  }

  /** After the open: what had to be filled by it was not. */
  #expireMomentary(symbol: number, slice: MarketSlice): void {
    const book = this.#books.of(symbol);
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      const { order, matching, eligibleIndex } = resting;
      if (isMomentary(order) && matching !== 'close' && eligibleIndex <= slice.index)
        this.#expire(resting, order.timeInForce === 'FOK' ? 'not-whole' : 'not-at-once');
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
      if (due && isReached(resting, high, low)) {
        const price = touchPrice(resting);
        if (onlyTriggersAt(resting, price)) this.#trigger(resting, slice.index + 1);
        else this.#execute(resting, price, slice, 'inside');
        at = firstAfter(book, resting.order.id, at);
      } else at++;
    }
  }

  #matchAtClose(symbol: number, slice: MarketSlice): void {
    const book = this.#books.of(symbol);
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      if (resting.matching === 'close' && resting.eligibleIndex <= slice.index) {
        this.#execute(resting, slice.close[symbol]!, slice, 'close');
        at = firstAfter(book, resting.order.id, at);
      } else at++;
    }
  }

  /** After everything else in the bar, so that no stop is checked against an extreme that moved it. */
  #moveTrails(symbol: number, slice: MarketSlice): void {
    const book = this.#books.of(symbol);
    for (let at = 0; at < book.length; at++) {
      const resting = book[at]!;
      if (resting.order.trail !== null) moveTrail(resting, slice.high[symbol]!, slice.low[symbol]!);
    }
  }

  #execute(resting: RestingOrder, referencePrice: number, slice: MarketSlice, moment: Moment): void {
    const { order } = resting;
    const { account, costs } = this.#settings;
    const quantity = order.reduceOnly ? this.#reducible(order) : order.quantity;
    if (quantity === 0) {
      this.#cancel(resting, 'position-closed');
      return;
    }
    const ambiguous = moment === 'inside' && this.#siblingReached(order, slice);
    resting.state = stateAfter(resting.state, 'fill', order.id);
    this.#books.remove(resting);
    const price = this.#pricePaid(resting, referencePrice);
    this.#listener?.filled({
      orderId: order.id,
      symbolIndex: order.symbolIndex,
      side: order.side,
      quantity,
      price,
      referencePrice,
      commission: costs.commission(quantity, price),
      ambiguous,
    });
    this.#cancelSiblings(order);
    if (order.bracket) this.#placeExits(order, slice, moment === 'open');
    this.#cancelIdle(order.symbolIndex, account.quantity(order.symbolIndex));
  }

  /** A limit order keeps its price; what slips has a limit only where it is a stop-limit. */
  #pricePaid({ matching, order, limit }: RestingOrder, referencePrice: number): number {
    if (matching === 'limit') return referencePrice;
    const slipped = this.#settings.costs.slippedPrice(order.side, referencePrice);
    if (Number.isNaN(limit)) return slipped;
    return order.side === 'buy' ? Math.min(slipped, limit) : Math.max(slipped, limit);
  }

  /** Units by which an order can reduce the position; 0 where it would open or add to one. */
  #reducible({ side, quantity, symbolIndex }: Order): number {
    const held = this.#settings.account.quantity(symbolIndex);
    return canReduce(side, held) ? Math.min(quantity, Math.abs(held)) : 0;
  }

  #siblingReached(order: Order, slice: MarketSlice): boolean {
    if (order.parentId === null && order.ocoGroup === null) return false;
    const symbol = order.symbolIndex;
    for (const other of this.#books.of(symbol)) {
      const rests = other.eligibleIndex <= slice.index && areSiblings(order, other.order);
      if (rests && isReached(other, slice.high[symbol]!, slice.low[symbol]!)) return true;
    }
    return false;
  }

  #placeExits(entry: Order, slice: MarketSlice, atOpen: boolean): void {
    const { stopPrice, limitPrice } = entry.bracket!;
    const live = atOpen && this.#settings.entryBar === 'live';
    const exit = {
      symbolIndex: entry.symbolIndex,
      side: entry.side === 'buy' ? 'sell' : 'buy',
      quantity: entry.quantity,
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
      this.#rest({ ...exit, id: ++this.#lastId, type: 'stop', stopPrice, limitPrice: null }, eligibleIndex);
    }
    if (limitPrice !== null) {
      this.#rest({ ...exit, id: ++this.#lastId, type: 'limit', stopPrice: null, limitPrice }, eligibleIndex);
    }
  }

  #cancelSiblings(filled: Order): void {
    if (filled.parentId === null && filled.ocoGroup === null) return;
    const reason = filled.parentId === null ? 'other-leg-filled' : 'other-exit-filled';
    this.#cancelWhere(filled.symbolIndex, ({ order }) => areSiblings(filled, order), reason);
  }

  /** Cancels what could no longer reduce anything, so that no order that reduces only ever opens a position. */
  #cancelIdle(symbol: number, held: number): void {
    const book = this.#books.of(symbol);
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      if (resting.order.reduceOnly && !canReduce(resting.order.side, held))
        this.#cancel(resting, 'position-closed');
      else at++;
    }
  }

  #cancelWhere(symbol: number, matches: (resting: RestingOrder) => boolean, reason: CancelReason): void {
    const book = this.#books.of(symbol);
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      if (matches(resting)) this.#cancel(resting, reason);
      else at++;
    }
  }

  #rest(order: Order, eligibleIndex = order.acceptedIndex + 1): void {
    this.#books.add(restingOrder(order, eligibleIndex));
    this.#listener?.accepted(order);
  }

  #trigger(resting: RestingOrder, eligibleIndex: number): void {
    trigger(resting, eligibleIndex);
    this.#listener?.triggered(resting.order.id);
  }

  #cancel(resting: RestingOrder, reason: CancelReason): void {
    resting.state = stateAfter(resting.state, 'cancel', resting.order.id);
    this.#books.remove(resting);
    this.#listener?.cancelled(resting.order.id, reason);
  }

  #expire(resting: RestingOrder, reason: ExpiryReason): void {
    resting.state = stateAfter(resting.state, 'expire', resting.order.id);
    this.#books.remove(resting);
    this.#listener?.expired(resting.order.id, reason);
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
