import type { MarketSlice } from '../model/market-slice.ts';
import type { Side } from '../model/order.ts';
import type { PriceColumns } from '../model/price-columns.ts';

/** The prices that an order of a side is matched with, by symbol index: buys meet the ask, sells the bid. */
export function sidePrices(side: Side, slice: MarketSlice): PriceColumns {
  return side === 'buy' ? slice.ask : slice.bid;
}
