import type { MarketSlice } from '../model/market-slice.ts';
import type { ApprovedOrder, OrderChanges } from '../model/order.ts';
import type { EpochMs } from '../model/time.ts';
import { filledQuantityOf, type RestingOrder, shownOrder } from './resting-order.ts';

/** How long what a strategy sends is on its way; docs/semantics.md has the rule. */
export interface LatencySettings {
  /** Whole slices. */
  readonly latencyBars: number;
  /** Milliseconds. */
  readonly latencyMs: number;
}

/** Whether the settings delay anything. */
export function isDelay({ latencyBars, latencyMs }: LatencySettings): boolean {
  return latencyBars > 0 || latencyMs > 0;
}

/** What is on its way to the exchange. */
export type DelayedRequest =
  | { readonly kind: 'order'; readonly resting: RestingOrder }
  | { readonly kind: 'cancel'; readonly orderId: number }
  | DelayedAmendment;

/** An amendment on its way. */
interface DelayedAmendment {
  readonly kind: 'amendment';
  readonly orderId: number;
  readonly approved: ApprovedOrder;
  /** Which of its quantity and prices are changes; the others stay as they are when it arrives. */
  readonly changes: OrderChanges;
  /** What had filled of the order when it was decided, in units. */
  readonly filledBefore: number;
}

/**
 * What an amendment makes of an order that it has reached; null where nothing is left of it, since what has filled since its
 * decision is taken off its quantity. What it does not change may have moved on the way and stays: a trailing stop, an exit that
 * grew, the terms of an amendment before it.
 */
export function arrivedAmendment(
  { approved, changes, filledBefore }: DelayedAmendment,
  resting: RestingOrder,
): ApprovedOrder | null {
  const present = shownOrder(resting);
  const filledSince = filledQuantityOf(resting) - filledBefore;
  const quantity = changes.quantity === null ? present.quantity : approved.quantity - filledSince;
  const limitPrice = changes.limitPrice === null ? present.limitPrice : approved.limitPrice;
  const stopPrice = changes.stopPrice === null ? present.stopPrice : approved.stopPrice;
  return quantity <= 0 ? null : { ...approved, quantity, limitPrice, stopPrice };
}

interface Sent {
  readonly request: DelayedRequest;
  readonly dueIndex: number;
  readonly dueTime: EpochMs;
}

/** Requests on their way, which arrive in the order in which they were sent. */
export class DelayedRequests {
  readonly #settings: LatencySettings;
  #sent: Sent[] = [];

  constructor(settings: LatencySettings) {
    this.#settings = settings;
  }

  /** Sends a request from a slice. */
  send(request: DelayedRequest, index: number, time: EpochMs): void {
    const { latencyBars, latencyMs } = this.#settings;
    this.#sent.push({ request, dueIndex: index + latencyBars, dueTime: time + latencyMs });
  }

  /** Restates the amendments of a symbol that are on their way over a split; orders are restated where they rest. */
  split(symbolIndex: number, ratio: number): void {
    this.#sent = this.#sent.map((sent) => {
      const { request } = sent;
      if (request.kind !== 'amendment' || request.approved.symbolIndex !== symbolIndex) return sent;
      const { approved, filledBefore } = request;
      const { limitPrice, stopPrice } = approved;
      const restated = {
        ...approved,
        quantity: approved.quantity * ratio,
        limitPrice: limitPrice === null ? null : limitPrice / ratio,
        stopPrice: stopPrice === null ? null : stopPrice / ratio,
      };
      return { ...sent, request: { ...request, approved: restated, filledBefore: filledBefore * ratio } };
    });
  }

  /** Hands over what has arrived by a slice. */
  deliver({ index, time }: MarketSlice, take: (request: DelayedRequest) => void): void {
    let arrived = 0;
    // All have the same latency, so none overtakes another.
    for (; arrived < this.#sent.length; arrived++) {
      const { request, dueIndex, dueTime } = this.#sent[arrived]!;
      if (index < dueIndex || time < dueTime) break;
      take(request);
    }
    if (arrived > 0) this.#sent = this.#sent.slice(arrived);
  }
}
