import type { AccountView } from '../model/account.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { Commission, CommissionPart } from './commission.ts';
import type { CostModel } from './costs.ts';
import { onlyTriggersAt, touchPrice } from './execution-price.ts';
import { pricePaid, volumeShareOf } from './fill-price.ts';
import type { MarketImpact } from './market-impact.ts';
import type { RestingOrder } from './resting-order.ts';

/** What prices depend on beside the order and the bar. */
export interface FillPricingSettings {
  /** By symbol. */
  readonly costs: readonly CostModel[];
  /** Null without square-root impact. */
  readonly impact: MarketImpact | null;
  /** 1 for each symbol whose source has volumes; of the others volume moves no price. */
  readonly hasVolume: Uint8Array;
  /** Tells what a unit and a point of price are worth. */
  readonly account: Pick<AccountView, 'multiplier' | 'worth'>;
}

/** A part of an order that fills: units at a reference price. */
export interface FillPart {
  readonly quantity: number;
  readonly referencePrice: number;
  /** Whether it fills inside the bar rather than at its open or close. */
  readonly isInside: boolean;
}

/** Prices, commissions and worths of fills. */
export class FillPricing {
  readonly #settings: FillPricingSettings;

  constructor(settings: FillPricingSettings) {
    this.#settings = settings;
  }

  /** The price that a part of an order pays. */
  price(resting: RestingOrder, { quantity, referencePrice }: FillPart, slice: MarketSlice): number {
    const { costs, impact, hasVolume } = this.#settings;
    const symbol = resting.order.symbolIndex;
    const isKnown = hasVolume[symbol] === 1;
    const volumeShare = isKnown ? volumeShareOf(quantity, slice.volume[symbol]!) : 0;
    const impactRate = impact !== null && isKnown ? impact.rate(symbol, quantity) : 0;
    return pricePaid(resting, { referencePrice, volumeShare, impactRate }, costs[symbol]!);
  }

  /** Charges a part that fills at a price to its order, and returns the commission. */
  charge(resting: RestingOrder, part: FillPart, price: number, slice: MarketSlice): number {
    return this.#commissionOf(resting).charge(resting, this.#commissionPart(resting, part, price, slice));
  }

  /** What `quantity` units of an order that the bar reaches would be worth at its close; the order stays as it is. */
  worthIfReached(resting: RestingOrder, quantity: number, slice: MarketSlice): number {
    const referencePrice = touchPrice(resting);
    if (quantity === 0 || onlyTriggersAt(resting, referencePrice)) return 0;
    const part = { quantity, referencePrice, isInside: true };
    const price = this.price(resting, part, slice);
    const commission = this.#commissionOf(resting).quote(
      resting,
      this.#commissionPart(resting, part, price, slice),
    );
    return this.worth(resting, quantity, slice.close[resting.order.symbolIndex]! - price) - commission;
  }

  /** What units of an order are worth whose price rises by so many points, in the currency of the instrument. */
  worth({ order }: RestingOrder, quantity: number, points: number): number {
    const signed = order.side === 'buy' ? quantity : -quantity;
    return signed * points * this.#settings.account.multiplier(order.symbolIndex);
  }

  #commissionPart(
    { matching, order }: RestingOrder,
    { quantity, isInside }: FillPart,
    price: number,
    { time }: MarketSlice,
  ): CommissionPart {
    const { account } = this.#settings;
    const multiplier = account.multiplier(order.symbolIndex);
    const worth = account.worth(order.symbolIndex);
    return { time, quantity, price, multiplier, worth, isMaker: isInside && matching === 'limit' };
  }

  #commissionOf({ order }: RestingOrder): Commission {
    return this.#settings.costs[order.symbolIndex]!.commission;
  }
}
