import type { Side } from '../model/order.ts';
import { Commission, type CommissionSettings } from './commission.ts';

/** What trading costs. Basis points: 1 is 0.01 %. What is not given is zero. */
export interface CostSettings extends CommissionSettings {
  /** How far all fills but those of limits lie from the reference price, against the order, in basis points. */
  readonly slippageBps: number;
  /** The whole way from bid to ask, in basis points of the middle between them; the prices of bars are that middle. */
  readonly spreadBps?: number;
  /**
   * The part of the price by which an order that takes the whole volume of its bar moves it further; a smaller one moves it
   * by the square of its share.
   */
  readonly volumeImpact?: number;
}

/** Turns reference prices into prices paid, and fills into commission. */
export interface CostModel {
  readonly commission: Commission;
  /**
   * What a market order pays: the reference price moved against the order. `volumeShare` is its part of the bar's
   * volume, from 0 to 1; `impactRate` is a further part of the price.
   */
  slippedPrice(side: Side, referencePrice: number, volumeShare: number, impactRate: number): number;
  /** The ask for a buy, the bid for a sell, at a middle price. */
  quotedPrice(side: Side, referencePrice: number): number;
  /** The middle price at which the quote of that side is `price`; `price` itself without a spread. */
  readonly referenceAt: (side: Side, price: number) => number;
  /** The same model, its commission too, for symbols whose prices are quotes already. */
  readonly withoutSpread: () => CostModel;
}

/** The cost model of the settings. The impact of volume is that of Zipline's volume-share slippage. */
export function costModel(settings: CostSettings): CostModel {
  return modelAround(new Commission(settings), settings);
}

function modelAround(commission: Commission, settings: CostSettings): CostModel {
  const { volumeImpact = 0, spreadBps = 0 } = settings;
  const halfSpread = spreadBps / 20_000;
  const slippageRate = settings.slippageBps / 10_000 + halfSpread;
  return {
    commission,
    slippedPrice(side, referencePrice, volumeShare, impactRate) {
      const rate = slippageRate + volumeImpact * volumeShare * volumeShare + impactRate;
      return referencePrice * factorAgainst(side, referencePrice, rate);
    },
    quotedPrice: (side, referencePrice) => referencePrice * factorAgainst(side, referencePrice, halfSpread),
    referenceAt: (side, price) => price / factorAgainst(side, price, halfSpread),
    withoutSpread: () => modelAround(commission, { ...settings, spreadBps: 0 }),
  };
}

/** What moves a price by a rate against an order. A price below zero rises by a factor below one. */
function factorAgainst(side: Side, price: number, rate: number): number {
  return (side === 'buy') === price >= 0 ? 1 + rate : 1 - rate;
}
