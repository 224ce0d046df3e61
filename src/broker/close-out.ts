import type { Fill } from '../model/fill.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import { type Order, PLAIN_TERMS } from '../model/order.ts';

/** The order and the fill that close a position outside of any bar, at a price that is given and without costs. */
export interface CloseOut {
  readonly order: Order;
  readonly fill: Fill;
}

/** The next numbers of an order and of a fill, and when it happens. */
interface CloseOutMoment {
  readonly id: number;
  readonly fillId: number;
  readonly slice: MarketSlice;
}

/** Closes `held` signed units, not zero. */
export function closeOut(
  symbolIndex: number,
  held: number,
  price: number,
  { id, fillId, slice }: CloseOutMoment,
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
      id: fillId,
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
