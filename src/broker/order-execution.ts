import type { Fill } from '../model/fill.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { ExpiryReason, Order } from '../model/order.ts';
import type { Moment, OrderExecutor } from './bar-matcher.ts';
import type { BarRoom } from './bar-room.ts';
import type { BracketExits } from './bracket-exits.ts';
import { closeOut } from './close-out.ts';
import type { ExchangeListener } from './exchange-listener.ts';
import type { FillPart, FillPricing } from './fill-pricing.ts';
import type { LimitRule } from './fill-rules.ts';
import type { LinkedOrders } from './linked-orders.ts';
import type { OrderSteps } from './order-steps.ts';
import { isMomentary, momentReason, type RestingOrder } from './resting-order.ts';
import type { SessionOrders } from './session-orders.ts';

/** What the execution of orders works with. */
export interface ExecutionParts {
  readonly steps: OrderSteps;
  readonly room: BarRoom;
  readonly pricing: FillPricing;
  readonly links: LinkedOrders;
  readonly exits: BracketExits;
  /** Null where no bar is a part of a session. */
  readonly sessionOrders: SessionOrders | null;
  readonly limitFill: LimitRule;
}

/** Fills what the matcher finds, as far as the volume of the bar goes, and does what follows for other orders. */
export class OrderExecution implements OrderExecutor {
  readonly #steps: OrderSteps;
  readonly #room: BarRoom;
  readonly #pricing: FillPricing;
  readonly #links: LinkedOrders;
  readonly #exits: BracketExits;
  readonly #sessionOrders: SessionOrders | null;
  readonly #limitFill: LimitRule;
  #listener: ExchangeListener | null = null;
  #lastFillId = 0;
  /** The part that fills now: one object for all, whose numbers are written where they lie. */
  readonly #part: { -readonly [Key in keyof FillPart]: FillPart[Key] } = {
    quantity: Number.NaN,
    referencePrice: Number.NaN,
    isInside: false,
    isLast: true,
  };

  constructor(parts: ExecutionParts) {
    this.#steps = parts.steps;
    this.#room = parts.room;
    this.#pricing = parts.pricing;
    this.#links = parts.links;
    this.#exits = parts.exits;
    this.#sessionOrders = parts.sessionOrders;
    this.#limitFill = parts.limitFill;
  }

  /** Names who hears of fills; once, before any order. */
  connect(listener: ExchangeListener): void {
    this.#listener = listener;
  }

  execute(resting: RestingOrder, referencePrice: number, slice: MarketSlice, moment: Moment): void {
    const { order } = resting;
    const wanted = this.#links.fillable(resting);
    if (wanted === 0) {
      this.#steps.cancel(resting, 'position-closed');
      return;
    }
    const isInside = moment === 'inside';
    const opposite = isInside ? this.#worthOfOpposite(order, slice) : null;
    const quantity = this.#room.take(order, wanted, order.timeInForce === 'FOK');
    const isWhole = quantity === wanted;
    const part = this.#part;
    part.quantity = quantity;
    part.referencePrice = referencePrice;
    part.isInside = isInside;
    part.isLast = isWhole;
    // Priced as what it was when it was reached: a stop-limit becomes a limit order, without slippage, for its rest alone.
    const fill = quantity > 0 ? this.#fillOf(resting, part, slice, opposite) : null;
    if (!isWhole) this.#carryOver(resting, slice);
    if (fill !== null) {
      if (isWhole) this.#steps.end(resting);
      else this.#steps.reduce(resting, quantity);
      this.#listener?.filled(fill, isWhole ? 0 : resting.remaining);
      this.#links.follow(order, isWhole);
      if (order.bracket !== null) this.#exits.follow(order, quantity, slice, moment);
      this.#links.cancelIdle(order.symbolIndex);
    }
    if (!isWhole && isMomentary(order)) this.#steps.expire(resting, momentReason(order));
  }

  trigger(resting: RestingOrder, eligibleIndex: number): void {
    this.#steps.trigger(resting, eligibleIndex);
  }

  expire(resting: RestingOrder, reason: ExpiryReason): void {
    this.#steps.expire(resting, reason);
  }

  /** Closes what is held of a symbol, not zero, at a price and without costs, whatever the bar. */
  closeOut(symbolIndex: number, held: number, price: number, slice: MarketSlice): void {
    const numbers = { id: this.#steps.nextId(), fillId: ++this.#lastFillId, slice };
    const { order, fill } = closeOut(symbolIndex, held, price, numbers);
    this.#steps.end(this.#steps.rest(order, slice.index));
    this.#listener?.filled(fill, 0);
  }

  /** What the other order that this bar reaches would be worth in the place of this one; null where there is none. */
  #worthOfOpposite(order: Order, slice: MarketSlice): number | null {
    const other = this.#links.reachedBeside(order, slice, this.#limitFill);
    if (other === null) return null;
    const isWholeOnly = other.order.timeInForce === 'FOK';
    const quantity = this.#room.available(other.order, this.#links.fillable(other), isWholeOnly);
    return this.#pricing.worthIfReached(other, quantity, slice);
  }

  /** What was reached and did not fill whole is tried again in a later bar, a stop as what it has become. */
  #carryOver(resting: RestingOrder, { index, time }: MarketSlice): void {
    if (resting.matching === 'stop') this.#steps.trigger(resting, index + 1);
    else if (this.#sessionOrders?.isBound(resting.order)) this.#sessionOrders.wait(resting, time, index + 1);
    else resting.eligibleIndex = index + 1;
  }

  #fillOf(resting: RestingOrder, part: FillPart, slice: MarketSlice, opposite: number | null): Fill {
    const { quantity, referencePrice } = part;
    const { id: orderId, symbolIndex, side } = resting.order;
    // Before the charge, which is the last to touch the order.
    const price = this.#pricing.price(resting, part, slice);
    const commission = this.#pricing.charge(resting, part, price, slice);
    return {
      id: ++this.#lastFillId,
      orderId,
      symbolIndex,
      side,
      quantity,
      price,
      referencePrice,
      commission,
      ambiguous: opposite !== null,
      oppositeProfitDifference:
        opposite === null
          ? null
          : opposite -
            (this.#pricing.worth(resting, quantity, slice.close[symbolIndex]! - price) - commission),
    };
  }
}
