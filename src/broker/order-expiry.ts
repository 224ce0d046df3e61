import type { MarketSlice } from '../model/market-slice.ts';
import type { TradingDays } from '../model/session.ts';
import type { OrderBooks } from './order-books.ts';
import type { OrderSteps } from './order-steps.ts';
import { beginDay } from './resting-order.ts';

/** Ends what its time is over for; the days of the others begin with the first bar that can fill them. `days` is by symbol. */
export function expireDue(
  books: OrderBooks,
  slice: MarketSlice,
  days: readonly TradingDays[],
  steps: Pick<OrderSteps, 'expire'>,
): void {
  for (let symbol = 0; symbol < days.length; symbol++) {
    const book = books.of(symbol);
    for (let at = 0; at < book.length; ) {
      const resting = book[at]!;
      if (resting.expiresAfter !== null && slice.time > resting.expiresAfter) {
        steps.expire(resting, resting.order.timeInForce === 'DAY' ? 'day-ended' : 'time-passed');
        continue;
      }
      const isDue = slice.fresh[symbol] === 1 && resting.eligibleIndex <= slice.index;
      if (isDue) beginDay(resting, slice.time, days[symbol]!);
      at++;
    }
  }
}
