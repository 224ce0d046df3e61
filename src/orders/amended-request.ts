import type { Order, OrderChanges, OrderRequest } from '../model/order.ts';

/** An amended order as a request, for risk to judge. */
export interface AmendedRequest {
  readonly request: OrderRequest;
  /** Whether each price that was given is one that the type of the order has; a trailing stop sets its own. */
  readonly isFitting: boolean;
}

/** The request that the order would have been with the changes. */
export function amendedRequest(order: Order, changes: OrderChanges): AmendedRequest {
  const { id: _id, acceptedAt: _at, acceptedIndex: _index, parentId: _parent, ...terms } = order;
  const { quantity, limitPrice, stopPrice } = changes;
  const fitsLimit = limitPrice === null || order.limitPrice !== null;
  const fitsStop = stopPrice === null || (order.stopPrice !== null && order.trail === null);
  const request = {
    ...terms,
    quantity: quantity ?? order.quantity,
    limitPrice: limitPrice ?? order.limitPrice,
    stopPrice: stopPrice ?? order.stopPrice,
  };
  return { request, isFitting: fitsLimit && fitsStop };
}
