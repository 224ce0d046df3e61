import type { FilledOrder } from './filled-order.ts';

/** What metrics need of the fills of an arm. */
export interface FillFigures {
  /** `Σ quantity · price`, in money. */
  readonly traded: number;
  /** `Σ commission`, in money. */
  readonly commission: number;
  /** `Σ |price − reference price| · quantity`, in money. */
  readonly slippage: number;
  /** Fills that the unknown order of prices inside a bar decided. */
  readonly ambiguous: number;
  /** By how much the profit would differ had each of them gone the other way, in money. */
  readonly oppositeProfitDifference: number;
}

/** Sums up the fills of an arm as they come, in journal order, so that none has to be kept. */
export class FillTally implements FillFigures {
  traded = 0;
  commission = 0;
  slippage = 0;
  ambiguous = 0;
  oppositeProfitDifference = 0;

  /** Takes the next fill. */
  add(fill: FilledOrder): void {
    const { quantity, price, referencePrice, commission } = fill;
    this.traded += quantity * price;
    this.commission += commission;
    this.slippage += Math.abs(price - referencePrice) * quantity;
    if (fill.ambiguous) this.ambiguous++;
    this.oppositeProfitDifference += fill.oppositeProfitDifference ?? 0;
  }
}
