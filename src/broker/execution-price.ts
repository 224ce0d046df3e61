import type { OrderType, Side } from '../model/order.ts';

/** What decides the price of an order: its type, its side, and its limit or stop price (ignored for a market order). */
export interface PricedOrder {
  readonly type: OrderType;
  readonly side: Side;
  readonly limitPrice: number | null;
  readonly stopPrice: number | null;
}

/** Whether the open alone decides the order: a market order, or a limit or stop that the open has already passed. */
export function isDecidedAtOpen(order: PricedOrder, open: number): boolean {
  switch (order.type) {
    case 'market':
      return true;
    case 'limit':
      return order.side === 'buy' ? open <= order.limitPrice! : open >= order.limitPrice!;
    case 'stop':
      return order.side === 'buy' ? open >= order.stopPrice! : open <= order.stopPrice!;
  }
}

/** Whether a limit or stop order is reached between the low and the high of a bar, both included. */
export function isReached(order: PricedOrder, high: number, low: number): boolean {
  switch (order.type) {
    case 'market':
      return true;
    case 'limit':
      return order.side === 'buy' ? low <= order.limitPrice! : high >= order.limitPrice!;
    case 'stop':
      return order.side === 'buy' ? high >= order.stopPrice! : low <= order.stopPrice!;
  }
}

/** The price of an order that is filled inside the bar rather than at its open: its own. */
export function touchPrice(order: PricedOrder): number {
  return order.type === 'limit' ? order.limitPrice! : order.stopPrice!;
}
