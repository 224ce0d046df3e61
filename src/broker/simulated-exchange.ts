import type { AccountView, OrderBookView } from '../model/account.ts';
import type { Fill } from '../model/fill.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { ApprovedOrder, CancelReason, ExpiryReason, Order, OrderChanges, Side } from '../model/order.ts';
import type { EpochMs } from '../model/time.ts';
import { BarMatcher, type Moment } from './bar-matcher.ts';
import { BarRoom } from './bar-room.ts';
import { BracketExits } from './bracket-exits.ts';
import { closeOut } from './close-out.ts';
import { arrivedAmendment, type DelayedRequest, DelayedRequests, isDelay } from './delayed-requests.ts';
import type { ExchangeListener } from './exchange-listener.ts';
import { type ExchangeSettings, type SymbolTraits, symbolTraits } from './exchange-settings.ts';
import { type FillPart, FillPricing } from './fill-pricing.ts';
import type { LimitRule } from './fill-rules.ts';
import { LinkedOrders } from './linked-orders.ts';
import type { MarketImpact } from './market-impact.ts';
import { OrderBooks } from './order-books.ts';
import { expireDue } from './order-expiry.ts';
import { stateAfter } from './order-life-cycle.ts';
import {
  acceptedOrder,
  amend,
  isMomentary,
  momentReason,
  type RestingOrder,
  restingOrder,
  shownOrder,
  split,
  trailedStop,
  trigger,
} from './resting-order.ts';
import { SessionOrders } from './session-orders.ts';
import { sidePrices } from './side-prices.ts';

/** An exchange that matches resting orders against bars by the rules of docs/semantics.md. */
export class SimulatedExchange implements OrderBookView {
  /** Whether orders of a slice can fill at its own close. */
  readonly fillsAtDecision: boolean;
  readonly #account: AccountView;
  readonly #limitFill: LimitRule;
  readonly #books: OrderBooks;
  readonly #matcher: BarMatcher;
  readonly #room: BarRoom;
  readonly #exits: BracketExits;
  readonly #links: LinkedOrders;
  readonly #pricing: FillPricing;
  readonly #traits: SymbolTraits;
  readonly #impact: MarketImpact | null;
  /** Null where nothing takes time. */
  readonly #delayed: DelayedRequests | null;
  /** Null where no bar is a part of a session. */
  readonly #sessionOrders: SessionOrders | null;
  readonly #expireOne = (resting: RestingOrder, reason: ExpiryReason): void => this.#expire(resting, reason);
  #listener: ExchangeListener | null = null;
  /** 1 where trading in the symbol is halted. */
  readonly #halted: Uint8Array;
  #lastId = 0;
  #lastFillId = 0;
  #index = -1;
  #time = Number.NEGATIVE_INFINITY;

  constructor(settings: ExchangeSettings) {
    const { symbolCount, account, rules, latency, impact = null } = settings;
    this.#account = account;
    this.#limitFill = rules.limitFill;
    this.fillsAtDecision = rules.fill === 'same-close';
    this.#halted = new Uint8Array(symbolCount);
    this.#books = new OrderBooks(symbolCount, account);
    this.#sessionOrders = settings.sessions ? new SessionOrders(settings.sessions, this.#books) : null;
    this.#traits = symbolTraits(settings);
    const { hasVolume, costs } = this.#traits;
    this.#room = new BarRoom(hasVolume, settings);
    this.#impact = impact;
    this.#pricing = new FillPricing({ costs, impact, hasVolume, account });
    this.#delayed = latency && isDelay(latency) ? new DelayedRequests(latency) : null;
    this.#links = new LinkedOrders(this.#books, account, (symbol, matches, reason) =>
      this.#cancelWhere(symbol, matches, reason),
    );
    this.#matcher = new BarMatcher(this.#books, rules, {
      execute: (resting, price, slice, moment) => this.#execute(resting, price, slice, moment),
      trigger: (resting, eligibleIndex) => this.#trigger(resting, eligibleIndex),
      expire: this.#expireOne,
    });
    this.#exits = new BracketExits(this.#books, rules.entryBar, {
      nextId: () => ++this.#lastId,
      rest: (order, eligibleIndex) => this.#rest(order, eligibleIndex),
      amended: (order) => this.#tellAmended(order),
    });
  }

  /** Names who hears of what happens to orders; once, before any order. */
  connect(listener: ExchangeListener): void {
    this.#listener = listener;
  }

  /**
   * Takes an order that risk has passed at the close of a slice; it can fill from the next slice on, or from the one after
   * its arrival.
   */
  accept(approved: ApprovedOrder, slice: MarketSlice): void {
    const { trail, side, symbolIndex, origin } = approved;
    const order = acceptedOrder(approved, {
      stopPrice: trail
        ? trailedStop(
            approved,
            sidePrices(side, slice).close[symbolIndex]!,
            this.#traits.terms[symbolIndex]!.tickSize,
          )
        : approved.stopPrice,
      id: ++this.#lastId,
      acceptedAt: slice.time,
      acceptedIndex: slice.index,
      parentId: null,
    });
    const resting = this.#rest(order, Number.POSITIVE_INFINITY);
    if (this.#delayed === null || origin === 'liquidation') this.#arrived(resting, slice.index, slice.time);
    else this.#delayed.send({ kind: 'order', resting }, slice.index, slice.time);
  }

  /** A slice of which nothing can fill: only what is estimated of the market takes it. */
  warmUp(slice: MarketSlice): void {
    this.#impact?.adjust(slice.actions);
    this.#impact?.observe(slice);
  }

  /** Ends what is over, fills what the bars of this slice reach, and takes what arrives with it. */
  match(slice: MarketSlice): void {
    this.#index = slice.index;
    this.#time = slice.time;
    this.#impact?.adjust(slice.actions);
    this.#room.open(slice);
    if (this.#books.count > 0) this.#matchBooks(slice);
    this.#delayed?.deliver(slice, this.#arrive);
    this.#impact?.observe(slice);
  }

  /** Fills the market orders that were accepted at the close of this slice at that close. */
  matchAtDecision(slice: MarketSlice): void {
    if (this.#books.count === 0) return;
    for (let symbol = 0; symbol < this.#halted.length; symbol++) {
      const isOpen = slice.fresh[symbol] === 1 && this.#halted[symbol] === 0;
      if (isOpen) this.#matcher.matchAtClose(symbol, slice);
    }
  }

  /** Takes an order out of the book, a strategy's request once it has arrived; false where it rests no more. */
  cancel(orderId: number, reason: CancelReason): boolean {
    const resting = this.#books.find(orderId);
    if (resting === null) return false;
    if (this.#delayed === null || reason !== 'strategy') this.#cancel(resting, reason);
    else this.#delayed.send({ kind: 'cancel', orderId }, this.#index, this.#time);
    return true;
  }

  /** The resting order of a number with its present prices; null where none rests. */
  openOrder(orderId: number): Order | null {
    const resting = this.#books.find(orderId);
    return resting && shownOrder(resting);
  }

  /** Where a resting order comes from; null where none of that number rests. */
  originOf(orderId: number): Order['origin'] | null {
    return this.#books.find(orderId)?.order.origin ?? null;
  }

  /** Changes a resting order to what risk has passed, once that has arrived; what is null in the changes it keeps. */
  amend(orderId: number, approved: ApprovedOrder, changes: OrderChanges): void {
    const resting = this.#books.find(orderId);
    if (!resting) return;
    const request = {
      kind: 'amendment',
      orderId,
      approved,
      changes,
      filledBefore: resting.filledQuantity,
    } as const;
    if (this.#delayed === null) this.#amend(resting, approved);
    else this.#delayed.send(request, this.#index, this.#time);
  }

  /** Cancels what older targets of the symbol left open; under latency that would come after them. */
  cancelTargets(symbol: number): void {
    if (this.#delayed !== null || this.#books.of(symbol).length === 0) return;
    this.#cancelWhere(symbol, ({ order }) => order.origin === 'target', 'superseded');
  }

  /** Cancels every order of every symbol. */
  cancelAll(reason: CancelReason): void {
    for (let symbol = 0; symbol < this.#halted.length; symbol++)
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

  marketQuantity(symbol: number): number {
    return this.#books.marketQuantity(symbol);
  }

  entryQuantity(symbol: number, side: Side, exceptGroup: number | null = null): number {
    return this.#books.entryQuantity(symbol, side, exceptGroup);
  }

  /** Restates the resting orders of a symbol after a split: `ratio` units for each one, at prices that are lower by it. */
  splitOrders(symbol: number, ratio: number): void {
    this.#delayed?.split(symbol, ratio);
    for (const resting of this.#books.of(symbol)) {
      split(resting, ratio, this.#traits.costs[symbol]!.referenceAt);
      this.#tellAmended(resting.order);
    }
  }

  /** Stops or lets go on what fills orders of a symbol. */
  setHalted(symbol: number, halted: boolean): void {
    this.#halted[symbol] = halted ? 1 : 0;
  }

  /** Ends all orders of a symbol that is traded no more, and closes what is held of it at a price, without costs. */
  delist(symbolIndex: number, price: number, slice: MarketSlice): void {
    this.#cancelWhere(symbolIndex, () => true, 'delisted');
    const held = this.#account.quantity(symbolIndex);
    if (held === 0) return;
    const { order, fill } = closeOut(symbolIndex, held, price, {
      id: ++this.#lastId,
      fillId: ++this.#lastFillId,
      slice,
    });
    this.#end(this.#rest(order, slice.index));
    this.#listener?.filled(fill, 0);
  }

  version(symbol: number): number {
    return this.#books.version(symbol);
  }

  get changes(): number {
    return this.#books.changes;
  }

  get matchedIndex(): number {
    return this.#index;
  }

  #matchBooks(slice: MarketSlice): void {
    if (this.#books.timedCount > 0) expireDue(this.#books, slice, this.#traits.days, this.#expireOne);
    for (let symbol = 0; symbol < this.#halted.length; symbol++) {
      if (slice.fresh[symbol] === 0 || this.#halted[symbol] === 1) continue;
      if (this.#books.of(symbol).length === 0) continue;
      this.#sessionOrders?.release(symbol, slice);
      this.#matcher.match(symbol, slice);
    }
  }

  /** Lets an order fill that reached the exchange in slice `index`: in a later one, or at its moment of a session. */
  #arrived(resting: RestingOrder, index: number, time: EpochMs): void {
    const { order } = resting;
    if (this.#sessionOrders?.isBound(order)) this.#sessionOrders.wait(resting, time, index + 1);
    else resting.eligibleIndex = order.type === 'market' && this.fillsAtDecision ? index : index + 1;
  }

  readonly #arrive = (request: DelayedRequest): void => {
    if (request.kind === 'order') {
      this.#arrived(request.resting, this.#index, this.#time);
      return;
    }
    const resting = this.#books.find(request.orderId);
    if (resting === null) this.#listener?.late(request.orderId, request.kind);
    else {
      const approved = request.kind === 'cancel' ? null : arrivedAmendment(request, resting);
      if (approved === null) this.#cancel(resting, 'strategy');
      else this.#amend(resting, approved);
    }
  };

  #amend(resting: RestingOrder, approved: ApprovedOrder): void {
    amend(resting, approved, this.#traits.costs[resting.order.symbolIndex]!.referenceAt);
    this.#tellAmended(resting.order);
  }

  #tellAmended(order: Order): void {
    this.#books.touch(order.symbolIndex);
    this.#listener?.amended(order);
  }

  #execute(resting: RestingOrder, referencePrice: number, slice: MarketSlice, moment: Moment): void {
    const { order } = resting;
    const wanted = this.#links.fillable(resting);
    if (wanted === 0) {
      this.#cancel(resting, 'position-closed');
      return;
    }
    const isInside = moment === 'inside';
    const opposite = isInside ? this.#worthOfOpposite(order, slice) : null;
    const quantity = this.#room.take(order, wanted, order.timeInForce === 'FOK');
    const isWhole = quantity === wanted;
    // Priced as what it was when it was reached: a stop-limit becomes a limit order, without slippage, for its rest alone.
    const fill =
      quantity > 0 ? this.#fillOf(resting, { quantity, referencePrice, isInside }, slice, opposite) : null;
    if (!isWhole) this.#carryOver(resting, slice.index + 1);
    if (fill !== null) {
      if (isWhole) this.#end(resting);
      else this.#reduceBy(resting, quantity);
      this.#listener?.filled(fill, isWhole ? 0 : resting.remaining);
      this.#links.follow(order, isWhole);
      if (order.bracket) this.#exits.follow(order, quantity, slice, moment);
      this.#links.cancelIdle(order.symbolIndex);
    }
    if (!isWhole && isMomentary(order)) this.#expire(resting, momentReason(order));
  }

  /** What the other order that this bar reaches would be worth in the place of this one; null where there is none. */
  #worthOfOpposite(order: Order, slice: MarketSlice): number | null {
    const other = this.#links.reachedBeside(order, slice, this.#limitFill);
    if (other === null) return null;
    const isWholeOnly = other.order.timeInForce === 'FOK';
    const quantity = this.#room.available(other.order, this.#links.fillable(other), isWholeOnly);
    return this.#pricing.worthIfReached(other, quantity, slice);
  }

  /** What was reached and did not fill whole is tried again in a later bar, a stop as what it has become. */
  #carryOver(resting: RestingOrder, eligibleIndex: number): void {
    if (resting.matching === 'stop') this.#trigger(resting, eligibleIndex);
    else if (this.#sessionOrders?.isBound(resting.order))
      this.#sessionOrders.wait(resting, this.#time, eligibleIndex);
    else resting.eligibleIndex = eligibleIndex;
  }

  #end(resting: RestingOrder): void {
    resting.state = stateAfter(resting.state, 'fill', resting.order.id);
    this.#books.remove(resting);
  }

  #reduceBy(resting: RestingOrder, quantity: number): void {
    resting.state = stateAfter(resting.state, 'fill-part', resting.order.id);
    resting.remaining -= quantity;
    this.#books.touch(resting.order.symbolIndex);
  }

  #fillOf(resting: RestingOrder, part: FillPart, slice: MarketSlice, opposite: number | null): Fill {
    const { quantity, referencePrice } = part;
    const { id: orderId, symbolIndex, side } = resting.order;
    // Before the charge, which is the last to touch the order.
    const price = this.#pricing.price(resting, part, slice);
    const commission = this.#pricing.charge(resting, part, price, slice);
    const worth = this.#pricing.worth(resting, quantity, slice.close[symbolIndex]! - price);
    return {
      id: ++this.#lastFillId,
      orderId,
      symbolIndex,
      side,
      quantity,
      price,
      referencePrice,
      commission,
      ambiguous: opposite !== null,
      oppositeProfitDifference: opposite === null ? null : opposite - (worth - commission),
    };
  }

  #cancelWhere(symbol: number, matches: (resting: RestingOrder) => boolean, reason: CancelReason): void {
    const book = this.#books.of(symbol);
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      if (matches(resting)) this.#cancel(resting, reason);
      else at++;
    }
  }

  #rest(order: Order, eligibleIndex: number): RestingOrder {
    const resting = restingOrder(order, eligibleIndex, this.#traits.terms[order.symbolIndex]!);
    this.#books.add(resting);
    this.#listener?.accepted(order);
    return resting;
  }

  #trigger(resting: RestingOrder, eligibleIndex: number): void {
    trigger(resting, eligibleIndex);
    this.#books.touch(resting.order.symbolIndex);
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
