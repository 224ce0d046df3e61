import type { RestingOrder } from './resting-order.ts';

/** Whether the open alone decides the order: a market order, or a limit or stop that the open has already passed. */
export function isDecidedAtOpen(resting: RestingOrder, open: number): boolean {
  switch (resting.matching) {
    case 'open':
      return true;
    case 'close':
      return false;
    case 'limit':
      return satisfiesLimit(resting, open);
    case 'stop':
      return resting.order.side === 'buy' ? open >= resting.stop : open <= resting.stop;
  }
}

/** Whether a limit or stop is reached between the low and the high of a bar, both included. */
export function isReached(resting: RestingOrder, high: number, low: number): boolean {
  const isBuy = resting.order.side === 'buy';
  if (resting.matching === 'limit') return isBuy ? low <= resting.limit : high >= resting.limit;
  return resting.matching === 'stop' && (isBuy ? high >= resting.stop : low <= resting.stop);
}

/** The price of an order that is filled inside the bar rather than at its open: its own. */
export function touchPrice(resting: RestingOrder): number {
  return resting.matching === 'limit' ? resting.limit : resting.stop;
}

/** Whether a price is at the limit or better. */
function satisfiesLimit({ order, limit }: RestingOrder, price: number): boolean {
  return order.side === 'buy' ? price <= limit : price >= limit;
}

/** Whether the order was reached as a stop at a price that its limit does not allow: it only turns into a limit order. */
export function onlyTriggersAt(resting: RestingOrder, price: number): boolean {
  return (
    resting.matching === 'stop' && resting.order.type === 'stop-limit' && !satisfiesLimit(resting, price)
  );
}
