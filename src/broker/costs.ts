import type { Side } from '../model/order.ts';

/** What trading costs. Both figures are in basis points: 1 is 0.01 %. */
export interface CostSettings {
  /** Commission as a part of the traded value. */
  readonly commissionBps: number;
  /** How far all fills but those of limits lie from the reference price, against the order. */
  readonly slippageBps: number;
}

/** Turns reference prices into prices paid. */
export interface CostModel {
  /** The reference price moved against the order; limit orders are not asked for. */
  slippedPrice(side: Side, referencePrice: number): number;
  /** Commission in money, at or above zero. */
  commission(quantity: number, price: number): number;
}

/** Costs in proportion to price and value. */
export function proportionalCosts({ commissionBps, slippageBps }: CostSettings): CostModel {
  const commissionRate = commissionBps / 10_000;
  const slippageRate = slippageBps / 10_000;
  return {
    slippedPrice: (side, referencePrice) =>
      side === 'buy' ? referencePrice * (1 + slippageRate) : referencePrice * (1 - slippageRate),
    commission: (quantity, price) => quantity * price * commissionRate,
  };
}
