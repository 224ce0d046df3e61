import type { CostModel } from './costs.ts';
import type { RestingOrder } from './resting-order.ts';

/** What a fill is about: the price that the bar gave, the units, and the volume of the bar. */
export interface FillOccasion {
  readonly referencePrice: number;
  readonly quantity: number;
  readonly volume: number;
}

/** The price paid. A limit order keeps its price; what slips has a limit only where it is a stop-limit. */
export function pricePaid(
  { matching, order, limit }: RestingOrder,
  { referencePrice, quantity, volume }: FillOccasion,
  costs: CostModel,
): number {
  if (matching === 'limit') return referencePrice;
  const slipped = costs.slippedPrice(order.side, referencePrice, volumeShare(quantity, volume));
  if (Number.isNaN(limit)) return slipped;
  return order.side === 'buy' ? Math.min(slipped, limit) : Math.max(slipped, limit);
}

/** Notes a fill with its order and returns what the commission of the order rises by: all of it at its first fill. */
export function chargeCommission(
  resting: RestingOrder,
  quantity: number,
  price: number,
  costs: CostModel,
): number {
  resting.filledQuantity += quantity;
  resting.filledValue += quantity * price;
  const total = costs.commission(resting.filledQuantity, resting.filledValue);
  const commission = Math.max(0, total - resting.commissionPaid);
  resting.commissionPaid = total;
  return commission;
}

/** The part of the volume of a bar that a fill takes, at most 1; a bar without volume counts as taken wholly. */
function volumeShare(quantity: number, volume: number): number {
  return quantity < volume ? quantity / volume : 1;
}
