import type { Side } from '../model/order.ts';

/** What trading costs. Basis points: 1 is 0.01 %. What is not given is zero. */
export interface CostSettings {
  /** Commission as a part of the traded value, in basis points. */
  readonly commissionBps: number;
  /** Commission for each unit, in money. */
  readonly commissionPerShare?: number;
  /** Commission for each order that fills, in money. */
  readonly commissionPerTrade?: number;
  /** The least commission of an order that fills, in money. */
  readonly commissionMinimum?: number;
  /** How far all fills but those of limits lie from the reference price, against the order, in basis points. */
  readonly slippageBps: number;
  /**
   * The part of the price by which an order that takes the whole volume of its bar moves it further; a smaller one moves it
   * by the square of its share.
   */
  readonly volumeImpact?: number;
}

/** Turns reference prices into prices paid. */
export interface CostModel {
  /** The reference price moved against the order; `volumeShare` is its part of the bar's volume, from 0 to 1. */
  slippedPrice(side: Side, referencePrice: number, volumeShare: number): number;
  /** The commission of an order that has filled `quantity` units for `value` in all, at or above zero. */
  commission(quantity: number, value: number): number;
}

/** The cost model of the settings. The impact of volume is that of Zipline's volume-share slippage. */
export function costModel(settings: CostSettings): CostModel {
  const {
    commissionPerShare = 0,
    commissionPerTrade = 0,
    commissionMinimum = 0,
    volumeImpact = 0,
  } = settings;
  const commissionRate = settings.commissionBps / 10_000;
  const slippageRate = settings.slippageBps / 10_000;
  return {
    slippedPrice(side, referencePrice, volumeShare) {
      const rate = slippageRate + volumeImpact * volumeShare * volumeShare;
      return side === 'buy' ? referencePrice * (1 + rate) : referencePrice * (1 - rate);
    },
    commission(quantity, value) {
      const sum = value * commissionRate + quantity * commissionPerShare + commissionPerTrade;
      return Math.max(sum, commissionMinimum);
    },
  };
}
