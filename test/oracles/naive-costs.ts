/** What trading costs, as docs/semantics.md has it; what is not given is zero. */
export interface NaiveCosts {
  readonly commissionBps?: number;
  readonly commissionPerShare?: number;
  readonly commissionPerTrade?: number;
  readonly commissionMinimum?: number;
  readonly slippageBps?: number;
  readonly volumeImpact?: number;
}

/** The price of a market fill: the reference price moved against the order. */
export function slipped(
  costs: NaiveCosts,
  side: 'buy' | 'sell',
  reference: number,
  quantity: number,
  volume: number,
): number {
  const share = volume > 0 ? Math.min(1, quantity / volume) : 1;
  const part = (costs.slippageBps ?? 0) / 10_000 + (costs.volumeImpact ?? 0) * share * share;
  return reference + (side === 'buy' ? 1 : -1) * part * reference;
}

/** The commission of an order that filled at once. */
export function commissionOf(costs: NaiveCosts, quantity: number, price: number): number {
  const { commissionBps = 0, commissionPerShare = 0, commissionPerTrade = 0, commissionMinimum = 0 } = costs;
  const sum =
    (commissionBps * quantity * price) / 10_000 + commissionPerShare * quantity + commissionPerTrade;
  return sum < commissionMinimum ? commissionMinimum : sum;
}
