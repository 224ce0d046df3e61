import type { AccountView, OrderBookView } from '../model/account.ts';
import type { Fill } from '../model/fill.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { ApprovedOrder, CancelReason, ExpiryReason, Order, Side } from '../model/order.ts';
import { BarMatcher, type Moment } from './bar-matcher.ts';
import { BarRoom } from './bar-room.ts';
import { BracketExits } from './bracket-exits.ts';
import type { CostModel } from './costs.ts';
import { isReached } from './execution-price.ts';
import { chargeCommission, pricePaid } from './fill-price.ts';
import type { FillRules } from './fill-rules.ts';
import { canReduce, OrderBooks } from './order-books.ts';
import { stateAfter } from './order-life-cycle.ts';
import {
  amend,
  areSiblings,
  beginDay,
  isMomentary,
  momentReason,
  type RestingOrder,
  restingOrder,
  shownOrder,
  trailedStop,
  trigger,
} from './resting-order.ts';

/** What the exchange tells its caller while it works. A fill must be booked before the call returns. */
export interface ExchangeListener {
  accepted(order: Order): void;
  triggered(orderId: number): void;
  /** The order as it is now. */
  amended(order: Order): void;
  /** `quantityRemaining` is what is still open of the order: zero where this fill ended it. */
  filled(fill: Fill, quantityRemaining: number): void;
  cancelled(orderId: number, reason: CancelReason): void;
  expired(orderId: number, reason: ExpiryReason): void;
}

/** How an exchange is set up. */
export interface ExchangeSettings {
  readonly symbolCount: number;
  readonly costs: CostModel;
  readonly rules: FillRules;
  readonly account: AccountView;
}

/** An exchange that matches resting orders against bars by the rules of docs/semantics.md. */
export class SimulatedExchange implements OrderBookView {
  readonly #settings: ExchangeSettings;
  readonly #books: OrderBooks;
  readonly #matcher: BarMatcher;
  readonly #room: BarRoom;
  readonly #exits: BracketExits;
  #listener: ExchangeListener | null = null;
  #lastId = 0;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
    this.#books = new OrderBooks(settings.symbolCount, settings.account);
    this.#room = new BarRoom(settings.symbolCount, settings.rules);
    this.#matcher = new BarMatcher(this.#books, settings.rules, {
      execute: (resting, price, slice, moment) => this.#execute(resting, price, slice, moment),
      trigger: (resting, eligibleIndex) => this.#trigger(resting, eligibleIndex),
      expire: (resting, reason) => this.#expire(resting, reason),
    });
    this.#exits = new BracketExits(this.#books, settings.rules.entryBar, {
      nextId: () => ++this.#lastId,
      rest: (order, eligibleIndex) => this.#rest(order, eligibleIndex),
      amended: (order) => this.#listener?.amended(order),
    });
  }

  /** Names who hears of what happens to orders; once, before any order. */
  connect(listener: ExchangeListener): void {
    this.#listener = listener;
  }

  /** Takes an order that risk has passed at the close of a slice; it can fill from the next slice on. */
  accept(approved: ApprovedOrder, slice: MarketSlice): void {
    const { trail, side, symbolIndex, type } = approved;
    const order = {
      ...approved,
      stopPrice: trail ? trailedStop(side, trail, slice.close[symbolIndex]!) : approved.stopPrice,
      id: ++this.#lastId,
      acceptedAt: slice.time,
      acceptedIndex: slice.index,
      parentId: null,
    };
    this.#rest(order, type === 'market' && this.fillsAtDecision ? slice.index : slice.index + 1);
  }

  /** Whether orders of this slice can fill at its own close. */
  get fillsAtDecision(): boolean {
    return this.#settings.rules.fill === 'same-close';
  }

  /** Ends what is over, and fills what the bars of this slice reach. */
  match(slice: MarketSlice): void {
    this.#room.open(slice);
    if (this.#books.count === 0) return;
    if (this.#books.timedCount > 0) this.#expireDue(slice);
    for (let symbol = 0; symbol < this.#settings.symbolCount; symbol++) {
      if (slice.fresh[symbol] === 1 && this.#books.of(symbol).length > 0) this.#matcher.match(symbol, slice);
    }
  }

  /** Fills the market orders that were accepted at the close of this slice at that close. */
  matchAtDecision(slice: MarketSlice): void {
    if (this.#books.count === 0) return;
    for (let symbol = 0; symbol < this.#settings.symbolCount; symbol++) {
      if (slice.fresh[symbol] === 1) this.#matcher.matchAtClose(symbol, slice);
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

  #execute(resting: RestingOrder, referencePrice: number, slice: MarketSlice, moment: Moment): void {
    const { order } = resting;
    const { account, costs } = this.#settings;
    const wanted = order.reduceOnly ? this.#reducible(resting) : resting.remaining;
    if (wanted === 0) {
      this.#cancel(resting, 'position-closed');
      return;
    }
    const quantity = this.#room.take(order.symbolIndex, wanted, order.timeInForce === 'FOK');
    const volume = slice.volume[order.symbolIndex]!;
    const price = pricePaid(resting, { referencePrice, quantity, volume }, costs);
    const isWhole = quantity === wanted;
    if (!isWhole) this.#carryOver(resting, slice.index + 1);
    if (quantity > 0) {
      const ambiguous = moment === 'inside' && this.#siblingReached(order, slice);
      if (isWhole) this.#end(resting);
      else this.#reduceBy(resting, quantity);
      this.#tellFill(
        resting,
        { quantity, price, referencePrice, ambiguous },
        isWhole ? 0 : resting.remaining,
      );
      // A part of an exit leaves the other one standing; the position bounds both.
      if (isWhole || order.parentId === null) this.#cancelSiblings(order);
      if (order.parentId !== null) this.#cancelEntryOf(order);
      if (order.bracket) this.#exits.follow(order, quantity, slice, moment);
      this.#cancelIdle(order.symbolIndex, account.quantity(order.symbolIndex));
    }
    if (!isWhole && isMomentary(order)) this.#expire(resting, momentReason(order));
  }

  /** What was reached and did not fill whole is tried again in a later bar, a stop as what it has become. */
  #carryOver(resting: RestingOrder, eligibleIndex: number): void {
    if (resting.matching === 'stop') this.#trigger(resting, eligibleIndex);
    else resting.eligibleIndex = eligibleIndex;
  }

  #end(resting: RestingOrder): void {
    resting.state = stateAfter(resting.state, 'fill', resting.order.id);
    this.#books.remove(resting);
  }

  #reduceBy(resting: RestingOrder, quantity: number): void {
    resting.state = stateAfter(resting.state, 'fill-part', resting.order.id);
    resting.remaining -= quantity;
  }

  #tellFill(
    resting: RestingOrder,
    part: Pick<Fill, 'quantity' | 'price' | 'referencePrice' | 'ambiguous'>,
    quantityRemaining: number,
  ): void {
    const { quantity, price, referencePrice, ambiguous } = part;
    const { id, symbolIndex, side } = resting.order;
    const commission = chargeCommission(resting, quantity, price, this.#settings.costs);
    const paid = { quantity, price, referencePrice, commission, ambiguous };
    this.#listener?.filled({ orderId: id, symbolIndex, side, ...paid }, quantityRemaining);
  }

  /** Units by which an order can reduce the position; 0 where it would open or add to one. */
  #reducible({ order, remaining }: RestingOrder): number {
    const held = this.#settings.account.quantity(order.symbolIndex);
    return canReduce(order.side, held) ? Math.min(remaining, Math.abs(held)) : 0;
  }

  #siblingReached(order: Order, slice: MarketSlice): boolean {
    if (order.parentId === null && order.ocoGroup === null) return false;
    const { limitFill } = this.#settings.rules;
    const symbol = order.symbolIndex;
    for (const other of this.#books.of(symbol)) {
      const rests = other.eligibleIndex <= slice.index && areSiblings(order, other.order);
      if (rests && isReached(other, slice.high[symbol]!, slice.low[symbol]!, limitFill)) return true;
    }
    return false;
  }

  /** What is still open of the entry would have no exits any more. */
  #cancelEntryOf(exit: Order): void {
    this.#cancelWhere(exit.symbolIndex, ({ order }) => order.id === exit.parentId, 'other-exit-filled');
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

  #rest(order: Order, eligibleIndex: number): void {
    this.#books.add(restingOrder(order, eligibleIndex, this.#settings.rules.fill));
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
