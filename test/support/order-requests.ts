import {
  type BracketExits,
  type OrderRequest,
  PLAIN_TERMS,
  type Side,
  type TrailingDistance,
} from '../../src/model/order.ts';

/** What an order of a test may differ in from a plain one of the first symbol. */
export type RequestChanges = Partial<
  Pick<
    OrderRequest,
    'symbolIndex' | 'origin' | 'bracket' | 'tag' | 'reduceOnly' | 'ocoGroup' | 'timeInForce' | 'goodTill'
  >
>;

function request(side: Side, quantity: number, rest: Partial<OrderRequest>): OrderRequest {
  return {
    symbolIndex: 0,
    side,
    type: 'market',
    quantity,
    limitPrice: null,
    stopPrice: null,
    origin: 'strategy',
    bracket: null,
    tag: '',
    ...PLAIN_TERMS,
    ...rest,
  };
}

export function market(side: Side, quantity: number, changes: RequestChanges = {}): OrderRequest {
  return request(side, quantity, changes);
}

export function limit(
  side: Side,
  quantity: number,
  limitPrice: number,
  changes: RequestChanges = {},
): OrderRequest {
  return request(side, quantity, { type: 'limit', limitPrice, ...changes });
}

export function stop(
  side: Side,
  quantity: number,
  stopPrice: number,
  changes: RequestChanges = {},
): OrderRequest {
  return request(side, quantity, { type: 'stop', stopPrice, ...changes });
}

export function onOpen(side: Side, quantity: number, changes: RequestChanges = {}): OrderRequest {
  return request(side, quantity, { type: 'market-on-open', ...changes });
}

export function onClose(side: Side, quantity: number, changes: RequestChanges = {}): OrderRequest {
  return request(side, quantity, { type: 'market-on-close', ...changes });
}

/** Prices as [stop, limit]. */
export function stopLimit(
  side: Side,
  quantity: number,
  [stopPrice, limitPrice]: readonly [number, number],
  changes: RequestChanges = {},
): OrderRequest {
  return request(side, quantity, { type: 'stop-limit', stopPrice, limitPrice, ...changes });
}

export function trailing(
  side: Side,
  quantity: number,
  trail: TrailingDistance,
  changes: RequestChanges = {},
): OrderRequest {
  return request(side, quantity, { type: 'trailing-stop', trail, ...changes });
}

export function exits(stopPrice: number | null, limitPrice: number | null): BracketExits {
  return { stopPrice, limitPrice };
}
