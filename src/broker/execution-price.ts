import type { LimitRule } from './fill-rules.ts';
import type { RestingOrder } from './resting-order.ts';

/** Whether the open alone decides the order: a market order, or a limit or stop that the open has already passed. */
export function isDecidedAtOpen(resting: RestingOrder, open: number, rule: LimitRule): boolean {
  switch (resting.matching) {
    case 'open':
      return true;
    case 'close':
      return false;
    case 'limit':
      return passesLimit(resting, open, rule);
    case 'stop':
      return resting.order.side === 'buy' ? open >= resting.prices.stop : open <= resting.prices.stop;
  }
}

/** Whether a limit or stop is reached between the low and the high of a bar; by the rule, a limit at its edge is not. */
export function isReached(resting: RestingOrder, high: number, low: number, rule: LimitRule): boolean {
  const isBuy = resting.order.side === 'buy';
  if (resting.matching === 'limit') return passesLimit(resting, isBuy ? low : high, rule);
  const { stop } = resting.prices;
  return resting.matching === 'stop' && (isBuy ? high >= stop : low <= stop);
}

/** Whether the price reaches a limit or stop on its straight way between two points, both included for stops. */
export function isReachedOnWay(resting: RestingOrder, from: number, to: number, rule: LimitRule): boolean {
  const { matching, order } = resting;
  if (matching !== 'limit' && matching !== 'stop') return false;
  const price = touchPrice(resting);
  // A buy stop and a sell limit wait for the price to rise, the other two for it to fall.
  const waitsForRise = (order.side === 'buy') === (matching === 'stop');
  if (waitsForRise ? price < from || price > to : price > from || price < to) return false;
  return matching === 'stop' || passesLimit(resting, to, rule);
}

/** The reference price at which an order is reached inside the bar: its own, but for the spread of a limit. */
export function touchPrice(resting: RestingOrder): number {
  return resting.matching === 'limit' ? resting.prices.limitAt : resting.prices.stop;
}

/** Whether the order was reached as a stop at a price that its limit does not allow: it only turns into a limit order. */
export function onlyTriggersAt(resting: RestingOrder, price: number): boolean {
  return (
    resting.matching === 'stop' &&
    resting.order.type === 'stop-limit' &&
    !passesLimit(resting, price, 'touch')
  );
}

function passesLimit({ order, prices }: RestingOrder, price: number, rule: LimitRule): boolean {
  const { limitAt } = prices;
  if (rule === 'penetrate') return order.side === 'buy' ? price < limitAt : price > limitAt;
  return order.side === 'buy' ? price <= limitAt : price >= limitAt;
}
