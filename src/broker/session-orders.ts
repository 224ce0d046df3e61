import type { MarketSlice } from '../model/market-slice.ts';
import type { Order } from '../model/order.ts';
import type { BarSessions } from '../model/session.ts';
import type { EpochMs } from '../model/time.ts';
import type { OrderBooks } from './order-books.ts';
import { NOT_YET, type RestingOrder } from './resting-order.ts';

/** An order that waits, and what for: the first slice and, for an opening, the first session that may fill it. */
interface Waiting {
  readonly resting: RestingOrder;
  readonly fromIndex: number;
  readonly fromSession: number;
}

/**
 * Lets market-on-open orders wait for the first bar of a session, and market-on-close orders for the last one, where bars are
 * parts of sessions. The others, and those of daily bars, do not wait here.
 */
export class SessionOrders {
  /** By symbol index; null where bars are no parts of sessions. */
  readonly #sessions: readonly (BarSessions | null)[];
  readonly #books: OrderBooks;
  readonly #waiting: Waiting[] = [];

  constructor(sessions: readonly (BarSessions | null)[], books: OrderBooks) {
    this.#sessions = sessions;
    this.#books = books;
  }

  /** Whether the order waits for a bar of its session. */
  isBound({ type, symbolIndex }: Order): boolean {
    return (type === 'market-on-open' || type === 'market-on-close') && this.#sessions[symbolIndex] !== null;
  }

  /** Lets a bound order wait, which is known at the exchange from the slice of `time` on and may fill from `fromIndex` on. */
  wait(resting: RestingOrder, time: EpochMs, fromIndex: number): void {
    resting.eligibleIndex = NOT_YET;
    const fromSession = this.#sessions[resting.order.symbolIndex]!.openedBy(time) + 1;
    this.#waiting.push({ resting, fromIndex, fromSession });
  }

  /** Lets the orders of a symbol go that its bar of this slice may fill. */
  release(symbol: number, { time, index }: MarketSlice): void {
    const sessions = this.#sessions[symbol];
    if (this.#waiting.length === 0 || !sessions) return;
    const opening = sessions.isOpen(time) ? sessions.sessionOf(time).index : -1;
    const closes = sessions.isLast(time);
    for (let at = this.#waiting.length - 1; at >= 0; at--) {
      const { resting, fromIndex, fromSession } = this.#waiting[at]!;
      const { id, symbolIndex, type } = resting.order;
      if (symbolIndex !== symbol || fromIndex > index) continue;
      const isOver = this.#books.find(id) === null;
      const isDue = type === 'market-on-open' ? opening >= fromSession : closes;
      if (!isOver && !isDue) continue;
      resting.eligibleIndex = index;
      this.#waiting.splice(at, 1);
    }
  }
}
