import { tickAbove, tickBelow } from '../math/steps.ts';
import type { CostModel } from './costs.ts';
import type { RestingOrder } from './resting-order.ts';

/** What a fill is about: the price that the bar gave, the part of the volume of the bar, and the impact. */
export interface FillOccasion {
  readonly referencePrice: number;
  /** From 0 to 1. */
  readonly volumeShare: number;
  /** As a part of the price. */
  readonly impactRate: number;
}

/**
 * The price paid, never past the limit of the order. A limit pays the quote, and its own price where that reaches it. What costs
 * move the price to is rounded to the tick, against the order.
 */
export function pricePaid(
  { matching, order, prices, tickSize }: RestingOrder,
  { referencePrice, volumeShare, impactRate }: FillOccasion,
  costs: CostModel,
): number {
  const { limit, limitAt } = prices;
  // To the last bit, where the way through the spread and back would round.
  if (matching === 'limit' && referencePrice === limitAt) return limit;
  const { side } = order;
  const moved =
    matching === 'limit'
      ? costs.quotedPrice(side, referencePrice)
      : costs.slippedPrice(side, referencePrice, volumeShare, impactRate);
  const isComputed = tickSize !== null && moved !== referencePrice;
  const price = isComputed
    ? side === 'buy'
      ? tickAbove(moved, tickSize)
      : tickBelow(moved, tickSize)
    : moved;
  if (Number.isNaN(limit)) return price;
  return side === 'buy' ? Math.min(price, limit) : Math.max(price, limit);
}

/** The part of the volume of a bar that a fill takes, at most 1; a bar without volume counts as taken wholly. */
export function volumeShareOf(quantity: number, volume: number): number {
  return quantity < volume ? quantity / volume : 1;
}
