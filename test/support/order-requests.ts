import type { BracketExits, OrderRequest, Side } from '../../src/model/order.ts';

/** What an order of a test may differ in from a plain one of the first symbol. */
export type RequestChanges = Partial<Pick<OrderRequest, 'symbolIndex' | 'origin' | 'bracket' | 'tag'>>;

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

export function exits(stopPrice: number | null, limitPrice: number | null): BracketExits {
  return { stopPrice, limitPrice };
}
