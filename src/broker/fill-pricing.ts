import type { AccountView } from '../model/account.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { CommissionPart } from './commission.ts';
import type { CostModel } from './costs.ts';
import { onlyTriggersAt, touchPrice } from './execution-price.ts';
import { type FillOccasion, pricePaid, volumeShareOf } from './fill-price.ts';
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
  /** Whether the order ends with it. */
  readonly isLast: boolean;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Prices, commissions and worths of fills. */
export class FillPricing {
  // Fields of its own rather than the settings, and one object for all occasions and one for all parts: a number of an object
  // that stays is written where it lies, and one that is passed is boxed.
  readonly #costs: readonly CostModel[];
  readonly #impact: MarketImpact | null;
  readonly #hasVolume: Uint8Array;
  readonly #account: FillPricingSettings['account'];
  readonly #occasion: Writable<FillOccasion> = { referencePrice: Number.NaN, volumeShare: 0, impactRate: 0 };
  readonly #charged: Writable<CommissionPart> = {
    time: Number.NaN,
    quantity: Number.NaN,
    price: Number.NaN,
    multiplier: Number.NaN,
    worth: Number.NaN,
    isMaker: false,
    isLast: true,
  };

  constructor({ costs, impact, hasVolume, account }: FillPricingSettings) {
    this.#costs = costs;
    this.#impact = impact;
    this.#hasVolume = hasVolume;
    this.#account = account;
  }

  /** The price that a part of an order pays. */
  price(resting: RestingOrder, { quantity, referencePrice }: FillPart, slice: MarketSlice): number {
    const symbol = resting.order.symbolIndex;
    const isKnown = this.#hasVolume[symbol] === 1;
    const occasion = this.#occasion;
    occasion.referencePrice = referencePrice;
    occasion.volumeShare = isKnown ? volumeShareOf(quantity, slice.volume[symbol]!) : 0;
    occasion.impactRate = this.#impact !== null && isKnown ? this.#impact.rate(symbol, quantity) : 0;
    return pricePaid(resting, occasion, this.#costs[symbol]!);
  }

  /** Charges a part that fills at a price to its order, and returns the commission. */
  charge(resting: RestingOrder, part: FillPart, price: number, slice: MarketSlice): number {
    const commission = this.#costs[resting.order.symbolIndex]!.commission;
    return commission.charge(resting, this.#commissionPart(resting, part, price, slice));
  }

  /** What `quantity` units of an order that the bar reaches would be worth at its close; the order stays as it is. */
  worthIfReached(resting: RestingOrder, quantity: number, slice: MarketSlice): number {
    const referencePrice = touchPrice(resting);
    if (quantity === 0 || onlyTriggersAt(resting, referencePrice)) return 0;
    const { symbolIndex } = resting.order;
    const part = { quantity, referencePrice, isInside: true, isLast: true };
    const price = this.price(resting, part, slice);
    const charged = this.#commissionPart(resting, part, price, slice);
    const commission = this.#costs[symbolIndex]!.commission.quote(resting, charged);
    return this.worth(resting, quantity, slice.close[symbolIndex]! - price) - commission;
  }

  /** What units of an order are worth whose price rises by so many points, in the currency of the instrument. */
  worth({ order }: RestingOrder, quantity: number, points: number): number {
    const signed = order.side === 'buy' ? quantity : -quantity;
    return signed * points * this.#account.multiplier(order.symbolIndex);
  }

  #commissionPart(
    { matching, order }: RestingOrder,
    { quantity, isInside, isLast }: FillPart,
    price: number,
    { time }: MarketSlice,
  ): CommissionPart {
    const part = this.#charged;
    part.time = time;
    part.quantity = quantity;
    part.price = price;
    part.multiplier = this.#account.multiplier(order.symbolIndex);
    part.worth = this.#account.worth(order.symbolIndex);
    part.isMaker = isInside && matching === 'limit';
    part.isLast = isLast;
    return part;
  }
}
