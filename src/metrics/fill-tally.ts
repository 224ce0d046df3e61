import type { FilledOrder } from './filled-order.ts';

/** What metrics need of the fills of an arm, in money of the account. */
export interface FillFigures {
  /** `Σ quantity · |price| · multiplier`. */
  readonly traded: number;
  /** `Σ commission`. */
  readonly commission: number;
  /** `Σ |price − reference price| · quantity · multiplier`. */
  readonly slippage: number;
  /** Fills that the unknown order of prices inside a bar decided. */
  readonly ambiguous: number;
  /** By how much the profit would differ had each of them gone the other way. */
  readonly oppositeProfitDifference: number;
}

/** Sums up the fills of an arm as they come, in journal order, so that none has to be kept. */
export class FillTally implements FillFigures {
  traded = 0;
  commission = 0;
  slippage = 0;
  ambiguous = 0;
  oppositeProfitDifference = 0;

  /**
   * Takes the next fill. Its money counts by the exchange rate of its currency, and its prices by the multiplier of its instrument
   * too.
   */
  add(fill: FilledOrder, exchangeRate = 1, multiplier = 1): void {
    const { quantity, price, referencePrice, commission } = fill;
    const worth = multiplier * exchangeRate;
    this.traded += quantity * Math.abs(price) * worth;
    this.commission += commission * exchangeRate;
    this.slippage += Math.abs(price - referencePrice) * quantity * worth;
    if (fill.ambiguous) this.ambiguous++;
    this.oppositeProfitDifference += (fill.oppositeProfitDifference ?? 0) * exchangeRate;
  }
}
