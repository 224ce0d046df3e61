import { tickAbove, tickBelow } from '../math/steps.ts';
import type { ApprovedOrder, ExpiryReason, Order, Side } from '../model/order.ts';
import type { TradingDays } from '../model/session.ts';
import type { EpochMs } from '../model/time.ts';
import type { FillRule } from './fill-rules.ts';
import { type OrderState, stateAfter } from './order-life-cycle.ts';

/** How an order is matched now: by the open, by the close, or once its limit or its stop is reached. */
type Matching = 'open' | 'close' | 'limit' | 'stop';

/** An order in the book, with what changes while it rests. */
export interface RestingOrder {
  /** As it was accepted; an amendment puts another in its place. */
  order: Order;
  state: OrderState;
  matching: Matching;
  /** The number of the first slice that may fill it; `NOT_YET` while that is not known. */
  eligibleIndex: number;
  prices: RestingPrices;
  /** The smallest step of its prices; null where they have none. */
  readonly tickSize: number | null;
  /** Units that are still open. */
  remaining: number;
  /** What has filled of it in parts; null before the first one. */
  filled: FilledParts | null;
  /** It expires in the first slice after this time; null until that is known, or where nothing of the kind ends it. */
  expiresAfter: EpochMs | null;
}

/** The present prices of an order; NaN for one that it has not. */
interface RestingPrices {
  stop: number;
  readonly limit: number;
  /** The reference price that reaches the limit, which is as far from it as the quote is from the reference price. */
  readonly limitAt: number;
}

/** One object for all orders without a price, which are most: each number of an object of its own would have memory of its own. */
const NO_PRICES: RestingPrices = Object.freeze({ stop: Number.NaN, limit: Number.NaN, limitAt: Number.NaN });

/** Above the number of any slice, and small enough to stand in an object without memory of its own, as Infinity could not. */
export const NOT_YET = 0x7fff_ffff;

/** The parts of an order that have filled, and the commission that was paid for them. */
interface FilledParts {
  /** Units. */
  quantity: number;
  value: number;
  /** The part of the commission that rates of the value gave. */
  feesByRate: number;
  commission: number;
}

/** The reference price at which the quote of a side is a given price. */
export type ReferenceAt = (side: Side, price: number) => number;

const MATCHING: Readonly<Record<Order['type'], Matching>> = {
  market: 'open',
  'market-on-open': 'open',
  'market-on-close': 'close',
  limit: 'limit',
  stop: 'stop',
  'stop-limit': 'stop',
  'trailing-stop': 'stop',
};

/** What the broker adds to a request when it takes it. */
export type Acceptance = Pick<Order, 'id' | 'acceptedAt' | 'acceptedIndex' | 'parentId' | 'stopPrice'>;

/** The request as an order. Field by field: spreading objects is the larger part of what an order would cost. */
export function acceptedOrder(request: ApprovedOrder, acceptance: Acceptance): Order {
  return {
    symbolIndex: request.symbolIndex,
    side: request.side,
    type: request.type,
    quantity: request.quantity,
    limitPrice: request.limitPrice,
    stopPrice: acceptance.stopPrice,
    origin: request.origin,
    bracket: request.bracket,
    tag: request.tag,
    trail: request.trail,
    reduceOnly: request.reduceOnly,
    ocoGroup: request.ocoGroup,
    timeInForce: request.timeInForce,
    goodTill: request.goodTill,
    id: acceptance.id,
    acceptedAt: acceptance.acceptedAt,
    acceptedIndex: acceptance.acceptedIndex,
    parentId: acceptance.parentId,
  };
}

/** What of its run and of its symbol an order in the book keeps to. */
export interface RestingTerms {
  readonly fill: FillRule;
  readonly referenceAt: ReferenceAt;
  readonly tickSize: number | null;
}

/** The prices of an order of a side. */
function pricesOf(
  { side, limitPrice }: Pick<Order, 'side' | 'limitPrice'>,
  stopPrice: number | null,
  referenceAt: ReferenceAt,
): RestingPrices {
  const stop = stopPrice ?? Number.NaN;
  if (limitPrice !== null) return { stop, limit: limitPrice, limitAt: referenceAt(side, limitPrice) };
  return stopPrice === null ? NO_PRICES : { stop, limit: Number.NaN, limitAt: Number.NaN };
}

/** An accepted order as it goes into the book. */
export function restingOrder(
  order: Order,
  eligibleIndex: number,
  { fill, referenceAt, tickSize }: RestingTerms,
): RestingOrder {
  return {
    order,
    state: 'accepted',
    matching: order.type === 'market' && fill !== 'next-open' ? 'close' : MATCHING[order.type],
    eligibleIndex,
    prices: pricesOf(order, order.stopPrice, referenceAt),
    tickSize,
    remaining: order.quantity,
    filled: null,
    expiresAfter: order.goodTill,
  };
}

/** Units of the order that have filled so far. */
export function filledQuantityOf({ filled }: RestingOrder): number {
  return filled === null ? 0 : filled.quantity;
}

/** The order with its present prices and what is open of it, frozen: what others may see of it. */
export function shownOrder({ order, prices, remaining }: RestingOrder): Order {
  const stopPrice = order.type === 'trailing-stop' ? prices.stop : order.stopPrice;
  return Object.freeze({ ...order, stopPrice, quantity: remaining });
}

/** Makes a limit or market order of a stop that was reached; it can fill from slice `eligibleIndex` on. */
export function trigger(resting: RestingOrder, eligibleIndex: number): void {
  resting.state = stateAfter(resting.state, 'trigger', resting.order.id);
  resting.matching = resting.order.type === 'stop-limit' ? 'limit' : 'open';
  resting.eligibleIndex = eligibleIndex;
}

/** Gives a resting order the quantity and the prices of an amended one. */
export function amend(
  resting: RestingOrder,
  { quantity, limitPrice, stopPrice }: ApprovedOrder,
  referenceAt: ReferenceAt,
): void {
  resting.state = stateAfter(resting.state, 'amend', resting.order.id);
  resting.order = { ...resting.order, quantity, limitPrice, stopPrice };
  resting.remaining = quantity;
  resting.prices = pricesOf(resting.order, stopPrice, referenceAt);
}

/**
 * Restates an order after a split: `ratio` units for each one, at prices that are lower by it. Its quantity is what is open of
 * it, as after any amendment.
 */
export function split(resting: RestingOrder, ratio: number, referenceAt: ReferenceAt): void {
  const { order } = resting;
  const lowered = (price: number | null): number | null => (price === null ? null : price / ratio);
  const { trail, bracket } = order;
  resting.state = stateAfter(resting.state, 'amend', order.id);
  resting.order = {
    ...order,
    quantity: resting.remaining * ratio,
    limitPrice: lowered(order.limitPrice),
    stopPrice: lowered(order.stopPrice),
    trail: trail?.unit === 'price' ? { ...trail, distance: trail.distance / ratio } : trail,
    bracket: bracket && {
      stopPrice: lowered(bracket.stopPrice),
      limitPrice: lowered(bracket.limitPrice),
    },
  };
  resting.remaining *= ratio;
  if (resting.filled !== null) resting.filled.quantity *= ratio;
  const { stop } = resting.prices;
  resting.prices = pricesOf(resting.order, Number.isNaN(stop) ? null : stop / ratio, referenceAt);
}

/** Adds to an exit what a further part of its entry filled. */
export function grow(resting: RestingOrder, quantity: number): void {
  resting.state = stateAfter(resting.state, 'amend', resting.order.id);
  resting.remaining += quantity;
  resting.order = { ...resting.order, quantity: resting.remaining };
}

/** Ends a DAY order with the trading day of the first bar that can fill it. */
export function beginDay(resting: RestingOrder, time: EpochMs, days: TradingDays): void {
  if (resting.order.timeInForce !== 'DAY' || resting.expiresAfter !== null) return;
  resting.expiresAfter = days.dayEndOf(time);
}

/** Whether the order lives for one moment only. */
export function isMomentary({ timeInForce, type }: Order): boolean {
  return timeInForce === 'IOC' || timeInForce === 'FOK' || type === 'market-on-open';
}

/** Why an order that lives for one moment expires. */
export function momentReason({ timeInForce }: Order): ExpiryReason {
  if (timeInForce === 'FOK') return 'not-whole';
  return timeInForce === 'IOC' ? 'not-at-once' : 'not-at-open';
}

/** The stop of a trailing order that stays behind the price; between two ticks the one that is further from the price. */
export function trailedStop(
  { side, trail }: Pick<Order, 'side' | 'trail'>,
  price: number,
  tickSize: number | null,
): number {
  const { unit, distance } = trail!;
  const amount = unit === 'price' ? distance : (Math.abs(price) * distance) / 100;
  const stop = side === 'sell' ? price - amount : price + amount;
  if (tickSize === null) return stop;
  return side === 'sell' ? tickBelow(stop, tickSize) : tickAbove(stop, tickSize);
}

/** Moves a trailing stop by the extremes of a bar that it survived, and never away from the price. */
export function moveTrail(resting: RestingOrder, high: number, low: number): void {
  const { order, prices, tickSize } = resting;
  if (order.side === 'sell') prices.stop = Math.max(prices.stop, trailedStop(order, high, tickSize));
  else prices.stop = Math.min(prices.stop, trailedStop(order, low, tickSize));
}

/** Whether two orders belong to one bracket or to one OCO group. */
export function areSiblings(a: Order, b: Order): boolean {
  if (a.id === b.id) return false;
  if (a.parentId !== null) return a.parentId === b.parentId;
  return a.ocoGroup !== null && a.ocoGroup === b.ocoGroup;
}
