import type { AccountView, OrderBookView } from '../model/account.ts';
import type { Order, Side } from '../model/order.ts';
import { BookSums } from './book-sums.ts';
import { OrdersByNumber } from './orders-by-number.ts';
import { areSiblings, type RestingOrder, shownOrder } from './resting-order.ts';

/** The resting orders, a book a symbol, each in the order of their numbers. */
export class OrderBooks implements OrderBookView {
  /** The exchange says it. */
  matchedIndex = -1;
  readonly #books: RestingOrder[][];
  /** Null until an order is first looked for by its number, which many runs never do. */
  #byNumber: OrdersByNumber | null = null;
  readonly #account: Pick<AccountView, 'quantity'>;
  readonly #sums: BookSums;
  readonly #reducingCounts: Int32Array;
  #count = 0;
  #timedCount = 0;

  constructor(symbolCount: number, account: Pick<AccountView, 'quantity'>) {
    this.#books = Array.from({ length: symbolCount }, () => []);
    this.#account = account;
    this.#sums = new BookSums(symbolCount);
    this.#reducingCounts = new Int32Array(symbolCount);
  }

  /** The number of resting orders of all symbols. */
  get count(): number {
    return this.#count;
  }

  /** How many of them have a time in force other than GTC. */
  get timedCount(): number {
    return this.#timedCount;
  }

  /** Whether an order that reduces only rests in the book of a symbol. */
  hasReducing(symbol: number): boolean {
    return this.#reducingCounts[symbol]! > 0;
  }

  /** The book of a symbol itself, oldest first. */
  of(symbol: number): readonly RestingOrder[] {
    return this.#books[symbol]!;
  }

  /** Takes an order in; its number is above those that rest. */
  add(resting: RestingOrder): void {
    const { symbolIndex, timeInForce } = resting.order;
    this.#books[symbolIndex]!.push(resting);
    if (this.#byNumber !== null) this.#byNumber.add(resting);
    this.#count++;
    this.#sums.add(resting);
    if (resting.order.reduceOnly) this.#reducingCounts[symbolIndex]!++;
    if (timeInForce !== 'GTC') this.#timedCount++;
  }

  /** Takes an order out that is in. */
  remove(resting: RestingOrder): void {
    const { id, symbolIndex, timeInForce } = resting.order;
    const book = this.#books[symbolIndex]!;
    if (book.length === 1) book.pop();
    else takeOut(book, placeOf(id, book));
    if (this.#byNumber !== null) this.#byNumber.delete(id);
    this.#count--;
    this.#sums.touch(symbolIndex);
    if (resting.order.reduceOnly) this.#reducingCounts[symbolIndex]!--;
    if (timeInForce !== 'GTC') this.#timedCount--;
  }

  /** The resting order of a number; null where none rests. */
  find(orderId: number): RestingOrder | null {
    this.#byNumber ??= numbered(this.#books);
    return this.#byNumber.find(orderId);
  }

  /** The orders of a symbol as others may see them, oldest first; a copy. */
  shown(symbol: number): Order[] {
    return this.#books[symbol]!.map(shownOrder);
  }

  /** Whether no order of a symbol rests. */
  isEmpty(symbol: number): boolean {
    return this.#books[symbol]!.length === 0;
  }

  /** All resting orders by number; a copy. */
  all(): RestingOrder[] {
    return this.#books.flat().sort((a, b) => a.order.id - b.order.id);
  }

  marketQuantity(symbol: number): number {
    const sums = this.#sums.of(symbol, this.#books[symbol]!);
    const held = this.#account.quantity(symbol);
    const reduction = held > 0 ? sums.reducingSells : held < 0 ? sums.reducingBuys : 0;
    if (reduction === 0) return sums.market;
    return sums.market - Math.sign(held) * Math.min(reduction, Math.abs(held));
  }

  entryQuantity(symbol: number, side: Side, exceptGroup: number | null = null): number {
    const sums = this.#sums.of(symbol, this.#books[symbol]!);
    if (sums.grouped > 0) return this.#entriesBesideGroups(symbol, side, exceptGroup);
    return side === 'buy' ? sums.entryBuys : sums.entrySells;
  }

  version(symbol: number): number {
    return this.#sums.version(symbol);
  }

  get changes(): number {
    return this.#sums.changes;
  }

  /** Says that something of a resting order of the symbol has changed. */
  touch(symbol: number): void {
    this.#sums.touch(symbol);
  }

  #entriesBesideGroups(symbol: number, side: Side, exceptGroup: number | null): number {
    let quantity = 0;
    for (const resting of this.#books[symbol]!) {
      const { matching, order, remaining } = resting;
      if (matching === 'open' || matching === 'close') continue;
      if (order.side !== side || order.reduceOnly) continue;
      if (order.ocoGroup !== null && (order.ocoGroup === exceptGroup || !this.#leads(resting))) continue;
      quantity += remaining;
    }
    return quantity;
  }

  /** Whether an order of an OCO group is the largest of its side in it, the oldest of several. */
  #leads({ order, remaining }: RestingOrder): boolean {
    for (const { order: other, remaining: open } of this.#books[order.symbolIndex]!) {
      if (other.side !== order.side || other.reduceOnly || !areSiblings(order, other)) continue;
      if (open > remaining || (open === remaining && other.id < order.id)) return false;
    }
    return true;
  }
}

function numbered(books: readonly (readonly RestingOrder[])[]): OrdersByNumber {
  const byNumber = new OrdersByNumber();
  for (const book of books) for (const resting of book) byNumber.add(resting);
  return byNumber;
}

/** Splicing makes an array of what it takes out, so near the end, where most orders go, the others are moved up one by one. */
function takeOut(book: RestingOrder[], place: number): void {
  if (place < book.length - 16) {
    book.splice(place, 1);
    return;
  }
  for (let at = place; at + 1 < book.length; at++) book[at] = book[at + 1]!;
  book.pop();
}

/** Where the order of a number stands in a book, which is in the order of the numbers. */
function placeOf(id: number, book: readonly RestingOrder[]): number {
  let low = 0;
  let high = book.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (book[middle]!.order.id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether an order of that side brings a position nearer to zero. */
export function canReduce(side: Side, held: number): boolean {
  return side === 'sell' ? held > 0 : held < 0;
}
