import type { Fill } from '../model/fill.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import { type Order, PLAIN_TERMS } from '../model/order.ts';

/** The order and the fill that close a position outside of any bar, at a price that is given and without costs. */
export interface CloseOut {
  readonly order: Order;
  readonly fill: Fill;
}

/** Closes `held` signed units, not zero; `id` is the next order number. */
export function closeOut(
  symbolIndex: number,
  held: number,
  price: number,
  id: number,
  slice: MarketSlice,
): CloseOut {
  const side = held > 0 ? 'sell' : 'buy';
  const quantity = Math.abs(held);
  return {
    order: {
      ...PLAIN_TERMS,
      symbolIndex,
      side,
      type: 'market',
      quantity,
      limitPrice: null,
      stopPrice: null,
      origin: 'liquidation',
      bracket: null,
      tag: '',
      reduceOnly: true,
      id,
      acceptedAt: slice.time,
      acceptedIndex: slice.index,
      parentId: null,
    },
    fill: {
      orderId: id,
      symbolIndex,
      side,
      quantity,
      price,
      referencePrice: price,
      commission: 0,
      ambiguous: false,
      oppositeProfitDifference: null,
    },
  };
}
