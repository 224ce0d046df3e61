import type { AccountView, OrderBookView } from '../model/account.ts';
import type { Fill } from '../model/fill.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { ApprovedOrder, CancelReason, Order, Side } from '../model/order.ts';
import type { EpochMs } from '../model/time.ts';
import type { CostModel } from './costs.ts';
import { isDecidedAtOpen, isReached, touchPrice } from './execution-price.ts';

/** Whether the exits of an entry that filled at the open may fill on that same bar; see docs/semantics.md. */
export type EntryBarRule = 'live' | 'next';

/** What the exchange tells its caller while it works. A fill must be booked before the call returns. */
export interface ExchangeListener {
  accepted(order: Order): void;
  filled(fill: Fill): void;
  cancelled(orderId: number, reason: CancelReason): void;
}

/** How an exchange is set up. */
export interface ExchangeSettings {
  readonly symbolCount: number;
  readonly costs: CostModel;
  readonly entryBar: EntryBarRule;
  readonly account: AccountView;
}

interface Resting {
  readonly order: Order;
  /** The number of the first slice that may fill it. */
  readonly eligibleIndex: number;
}

/** An exchange that matches resting orders against bars by the rules of docs/semantics.md. */
export class SimulatedExchange implements OrderBookView {
  readonly #settings: ExchangeSettings;
  readonly #books: Resting[][];
  #listener: ExchangeListener | null = null;
  #restingCount = 0;
  #lastId = 0;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
    this.#books = Array.from({ length: settings.symbolCount }, () => []);
  }

  /** Names who hears of acceptances, fills and cancellations; once, before any order. */
  connect(listener: ExchangeListener): void {
    this.#listener = listener;
  }

  /** Takes an order that risk has passed; it can fill from the next slice on. */
  accept(approved: ApprovedOrder, time: EpochMs, index: number): void {
    this.#rest(
      { ...approved, id: ++this.#lastId, acceptedAt: time, acceptedIndex: index, parentId: null },
      index + 1,
    );
  }

  /** Fills what the bars of this slice reach, at the open first, then inside the bars with stops before limits. */
  match(slice: MarketSlice): void {
    if (this.#restingCount === 0) return;
    for (let symbol = 0; symbol < this.#books.length; symbol++) {
      if (slice.fresh[symbol] === 0 || this.#books[symbol]!.length === 0) continue;
      this.#matchAtOpen(symbol, slice, false);
      this.#matchAtOpen(symbol, slice, true);
      this.#matchInside(symbol, slice, 'stop');
      this.#matchInside(symbol, slice, 'limit');
    }
  }

  /** Takes an order out of the book; false where it does not rest any more. */
  cancel(orderId: number, reason: CancelReason): boolean {
    for (const book of this.#books) {
      const resting = book.find(({ order }) => order.id === orderId);
      if (resting) return this.#remove(resting, reason);
    }
    return false;
  }

  /** Cancels what older targets of the symbol left open. */
  cancelTargets(symbol: number): void {
    this.#cancelWhere(symbol, ({ order }) => order.origin === 'target', 'superseded');
  }

  /** Cancels every order of every symbol. */
  cancelAll(reason: CancelReason): void {
    for (let symbol = 0; symbol < this.#books.length; symbol++) this.#cancelWhere(symbol, () => true, reason);
  }

  /** The resting orders of a symbol, oldest first; a copy. */
  openOrders(symbol: number): Order[] {
    return this.#books[symbol]!.map(({ order }) => order);
  }

  /** The resting orders of all symbols by order number; a copy. */
  allOpenOrders(): Order[] {
    return this.#books.flatMap((book) => book.map(({ order }) => order)).sort((a, b) => a.id - b.id);
  }

  marketQuantity(symbol: number): number {
    let quantity = 0;
    for (const { order } of this.#books[symbol]!) {
      if (order.type === 'market') quantity += order.side === 'buy' ? order.quantity : -order.quantity;
    }
    return quantity;
  }

  entryQuantity(symbol: number, side: Side): number {
    let quantity = 0;
    for (const { order } of this.#books[symbol]!) {
      if (order.type !== 'market' && order.parentId === null && order.side === side)
        quantity += order.quantity;
    }
    return quantity;
  }

  /** Exits that are born at this open stand last in the book, so that the same pass decides them too. */
  /** Exits of brackets come second, so that none sells what an order at the same open has sold already. */
  #matchAtOpen(symbol: number, slice: MarketSlice, exits: boolean): void {
    const book = this.#books[symbol]!;
    const open = slice.open[symbol]!;
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      const due = resting.eligibleIndex <= slice.index && (resting.order.parentId !== null) === exits;
      if (due && isDecidedAtOpen(resting.order, open)) {
        this.#execute(resting, open, slice, true);
        at = firstAfter(book, resting.order.id, at);
      } else at++;
    }
  }

  #matchInside(symbol: number, slice: MarketSlice, type: 'stop' | 'limit'): void {
    const book = this.#books[symbol]!;
    const high = slice.high[symbol]!;
    const low = slice.low[symbol]!;
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      const { order } = resting;
      if (order.type === type && resting.eligibleIndex <= slice.index && isReached(order, high, low)) {
        this.#execute(resting, touchPrice(order), slice, false);
        at = firstAfter(book, order.id, at);
      } else at++;
    }
  }

  #execute(resting: Resting, referencePrice: number, slice: MarketSlice, atOpen: boolean): void {
    const { order } = resting;
    const { account, costs } = this.#settings;
    const quantity = order.parentId === null ? order.quantity : this.#reducible(order);
    if (quantity === 0) {
      this.#remove(resting, 'position-closed');
      return;
    }
    const ambiguous = !atOpen && this.#siblingReached(order, slice);
    this.#take(resting);
    const price = costs.fillPrice(order.type, order.side, referencePrice);
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
    if (order.parentId !== null) this.#cancelSiblings(order);
    if (order.bracket) this.#placeExits(order, slice, atOpen);
    this.#cancelIdleExits(order.symbolIndex, account.quantity(order.symbolIndex));
  }

  /** Units by which an exit can reduce the position; 0 where it would open or add to one. */
  #reducible(order: Order): number {
    const held = this.#settings.account.quantity(order.symbolIndex);
    const reduces = order.side === 'sell' ? held > 0 : held < 0;
    return reduces ? Math.min(order.quantity, Math.abs(held)) : 0;
  }

  #siblingReached(order: Order, slice: MarketSlice): boolean {
    if (order.parentId === null) return false;
    const symbol = order.symbolIndex;
    return this.#books[symbol]!.some(
      ({ order: other }) =>
        other.parentId === order.parentId &&
        other.id !== order.id &&
        isReached(other, slice.high[symbol]!, slice.low[symbol]!),
    );
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

  #cancelSiblings(exit: Order): void {
    this.#cancelWhere(exit.symbolIndex, ({ order }) => order.parentId === exit.parentId, 'other-exit-filled');
  }

  /** Cancels exits that could no longer reduce anything, so that none ever opens a position. */
  #cancelIdleExits(symbol: number, held: number): void {
    const idle = ({ order }: Resting): boolean =>
      order.parentId !== null && (order.side === 'sell' ? held <= 0 : held >= 0);
    this.#cancelWhere(symbol, idle, 'position-closed');
  }

  #cancelWhere(symbol: number, matches: (resting: Resting) => boolean, reason: CancelReason): void {
    if (this.#books[symbol]!.length === 0) return;
    for (const resting of this.#books[symbol]!.filter(matches)) this.#remove(resting, reason);
  }

  #rest(order: Order, eligibleIndex: number): void {
    // A strategy and the journal see this very object.
    Object.freeze(order);
    this.#books[order.symbolIndex]!.push({ order, eligibleIndex });
    this.#restingCount++;
    this.#listener?.accepted(order);
  }

  #take(resting: Resting): void {
    const book = this.#books[resting.order.symbolIndex]!;
    book.splice(book.indexOf(resting), 1);
    this.#restingCount--;
  }

  #remove(resting: Resting, reason: CancelReason): boolean {
    this.#take(resting);
    this.#listener?.cancelled(resting.order.id, reason);
    return true;
  }
}

/**
 * Where a pass over a book goes on after the order `id`, which stood at `at`: a fill takes orders out anywhere and
 * adds exits at the end, but a book always stands in the order of its numbers.
 */
function firstAfter(book: readonly Resting[], id: number, at: number): number {
  let next = Math.min(at, book.length);
  while (next > 0 && book[next - 1]!.order.id > id) next--;
  return next;
}
