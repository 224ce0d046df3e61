import type { AccountView, OrderBookView } from '../model/account.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { ApprovedOrder, CancelReason, ExpiryReason, Order, OrderChanges } from '../model/order.ts';
import type { EpochMs } from '../model/time.ts';
import { BarMatcher } from './bar-matcher.ts';
import { BarRoom } from './bar-room.ts';
import { BracketExits } from './bracket-exits.ts';
import { arrivedAmendment, type DelayedRequest, DelayedRequests, isDelay } from './delayed-requests.ts';
import type { ExchangeListener } from './exchange-listener.ts';
import { type ExchangeSettings, type SymbolTraits, symbolTraits } from './exchange-settings.ts';
import { FillPricing } from './fill-pricing.ts';
import { LinkedOrders } from './linked-orders.ts';
import type { MarketImpact } from './market-impact.ts';
import { OrderBooks } from './order-books.ts';
import { OrderExecution } from './order-execution.ts';
import { expireDue } from './order-expiry.ts';
import { OrderSteps } from './order-steps.ts';
import {
  acceptedOrder,
  amend,
  filledQuantityOf,
  NOT_YET,
  type RestingOrder,
  shownOrder,
  split,
  trailedStop,
} from './resting-order.ts';
import { SessionOrders } from './session-orders.ts';
import { sidePrices } from './side-prices.ts';

/** An exchange that matches resting orders against bars by the rules of docs/semantics.md. */
export class SimulatedExchange {
  /** Whether orders of a slice can fill at its own close. */
  readonly fillsAtDecision: boolean;
  /** The resting orders, for others to read. */
  readonly book: OrderBookView;
  readonly #account: AccountView;
  readonly #books: OrderBooks;
  readonly #steps: OrderSteps;
  readonly #execution: OrderExecution;
  readonly #matcher: BarMatcher;
  readonly #room: BarRoom;
  readonly #traits: SymbolTraits;
  readonly #impact: MarketImpact | null;
  /** Null where nothing takes time. */
  readonly #delayed: DelayedRequests | null;
  /** Null where no bar is a part of a session. */
  readonly #sessionOrders: SessionOrders | null;
  #listener: ExchangeListener | null = null;
  /** 1 where trading in the symbol is halted. */
  readonly #halted: Uint8Array;
  #time = Number.NEGATIVE_INFINITY;

  constructor(settings: ExchangeSettings) {
    const { symbolCount, account, rules, latency, impact = null } = settings;
    this.#account = account;
    this.fillsAtDecision = rules.fill === 'same-close';
    this.#halted = new Uint8Array(symbolCount);
    this.#books = new OrderBooks(symbolCount, account);
    this.book = this.#books;
    this.#sessionOrders = settings.sessions ? new SessionOrders(settings.sessions, this.#books) : null;
    this.#traits = symbolTraits(settings);
    const { hasVolume, costs, terms } = this.#traits;
    this.#steps = new OrderSteps(this.#books, terms);
    this.#room = new BarRoom(hasVolume, settings);
    this.#impact = impact;
    this.#delayed = latency && isDelay(latency) ? new DelayedRequests(latency) : null;
    this.#execution = new OrderExecution({
      steps: this.#steps,
      room: this.#room,
      pricing: new FillPricing({ costs, impact, hasVolume, account }),
      links: new LinkedOrders(this.#books, account, this.#steps),
      exits: new BracketExits(this.#books, rules.entryBar, this.#steps),
      sessionOrders: this.#sessionOrders,
      limitFill: rules.limitFill,
    });
    this.#matcher = new BarMatcher(this.#books, rules, this.#execution);
  }

  /** Names who hears of what happens to orders; once, before any order. */
  connect(listener: ExchangeListener): void {
    this.#listener = listener;
    this.#steps.connect(listener);
    this.#execution.connect(listener);
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
      id: this.#steps.nextId(),
      acceptedAt: slice.time,
      acceptedIndex: slice.index,
      parentId: null,
    });
    const resting = this.#steps.rest(order, NOT_YET);
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
    this.#books.matchedIndex = slice.index;
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
    if (this.#delayed === null || reason !== 'strategy') this.#steps.cancel(resting, reason);
    else this.#delayed.send({ kind: 'cancel', orderId }, this.#books.matchedIndex, this.#time);
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
      filledBefore: filledQuantityOf(resting),
    } as const;
    if (this.#delayed === null) this.#amend(resting, approved);
    else this.#delayed.send(request, this.#books.matchedIndex, this.#time);
  }

  /** Cancels what older targets of the symbol left open; under latency that would come after them. */
  cancelTargets(symbol: number): void {
    if (this.#delayed !== null || this.#books.of(symbol).length === 0) return;
    this.#steps.cancelWhere(symbol, ({ order }) => order.origin === 'target', 'superseded');
  }

  /** Cancels every order of every symbol. */
  cancelAll(reason: CancelReason): void {
    for (let symbol = 0; symbol < this.#halted.length; symbol++)
      this.#steps.cancelWhere(symbol, () => true, reason);
  }

  /** Ends what still rests, by order number. */
  expireAll(reason: ExpiryReason): void {
    for (const resting of this.#books.all()) this.#steps.expire(resting, reason);
  }

  /** The resting orders of a symbol with their present prices, oldest first; a copy. */
  openOrders(symbol: number): Order[] {
    return this.#books.shown(symbol);
  }

  /** Restates the resting orders of a symbol after a split: `ratio` units for each one, at prices that are lower by it. */
  splitOrders(symbol: number, ratio: number): void {
    this.#delayed?.split(symbol, ratio);
    for (const resting of this.#books.of(symbol)) {
      split(resting, ratio, this.#traits.costs[symbol]!.referenceAt);
      this.#steps.amended(resting.order);
    }
  }

  /** Stops or lets go on what fills orders of a symbol. */
  setHalted(symbol: number, halted: boolean): void {
    this.#halted[symbol] = halted ? 1 : 0;
  }

  /** Ends all orders of a symbol that is traded no more, and closes what is held of it at a price, without costs. */
  delist(symbolIndex: number, price: number, slice: MarketSlice): void {
    this.#steps.cancelWhere(symbolIndex, () => true, 'delisted');
    const held = this.#account.quantity(symbolIndex);
    if (held !== 0) this.#execution.closeOut(symbolIndex, held, price, slice);
  }

  #matchBooks(slice: MarketSlice): void {
    if (this.#books.timedCount > 0) expireDue(this.#books, slice, this.#traits.days, this.#steps);
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
      this.#arrived(request.resting, this.#books.matchedIndex, this.#time);
      return;
    }
    const resting = this.#books.find(request.orderId);
    if (resting === null) this.#listener?.late(request.orderId, request.kind);
    else {
      const approved = request.kind === 'cancel' ? null : arrivedAmendment(request, resting);
      if (approved === null) this.#steps.cancel(resting, 'strategy');
      else this.#amend(resting, approved);
    }
  };

  #amend(resting: RestingOrder, approved: ApprovedOrder): void {
    amend(resting, approved, this.#traits.costs[resting.order.symbolIndex]!.referenceAt);
    this.#steps.amended(resting.order);
  }
}
