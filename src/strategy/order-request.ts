import type { OrderRequest, OrderType, Side, TimeInForce, TrailingDistance } from '../model/order.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { OrderOptions } from './context.ts';
import { switchOf } from './order-fields.ts';

const TIMES_IN_FORCE: readonly TimeInForce[] = ['GTC', 'DAY', 'GTD', 'IOC', 'FOK'];

/** The symbol of an order by both of its names. */
export interface NamedSymbol {
  readonly symbol: string;
  readonly symbolIndex: number;
}

/** The order that a strategy stated by its options. Throws E_PLUGIN_ORDERS where they contradict each other. */
export function orderRequest(
  { symbol, symbolIndex }: NamedSymbol,
  side: Side,
  quantity: number,
  options: OrderOptions,
): OrderRequest {
  const { limit, stop, tag = '' } = options;
  if (side !== 'buy' && side !== 'sell') throw unknownSide(symbol, side);
  requireText(symbol, tag);
  return {
    symbolIndex,
    side,
    type: typeOf(symbol, options),
    quantity: sizeOf(symbol, 'quantity of an order', quantity),
    limitPrice: numberOrNull(symbol, 'limit', limit),
    stopPrice: numberOrNull(symbol, 'stop', stop),
    origin: 'strategy',
    bracket: null,
    tag,
    trail: trailOf(symbol, options),
    reduceOnly: switchOf(symbol, 'reduceOnly', options.reduceOnly),
    ocoGroup: null,
    timeInForce: timeInForceOf(symbol, options),
    goodTill: numberOrNull(symbol, 'goodTill', options.goodTill),
  };
}

/** The market order without any option, which most orders are: the same as `orderRequest` without asking for each of them. */
export function marketRequest(
  { symbol, symbolIndex }: NamedSymbol,
  side: Side,
  quantity: number,
): OrderRequest {
  if (side !== 'buy' && side !== 'sell') throw unknownSide(symbol, side);
  return {
    symbolIndex,
    side,
    type: 'market',
    quantity: sizeOf(symbol, 'quantity of an order', quantity),
    limitPrice: null,
    stopPrice: null,
    origin: 'strategy',
    bracket: null,
    tag: '',
    trail: null,
    reduceOnly: false,
    ocoGroup: null,
    timeInForce: 'GTC',
    goodTill: null,
  };
}

/** Throws E_PLUGIN_ORDERS unless the tag is text. */
export function requireText(symbol: string, tag: unknown): void {
  if (typeof tag === 'string') return;
  throw new RegimetaError('E_PLUGIN_ORDERS', {
    place: symbol,
    rule: 'the tag of an order is text',
    found: typeof tag,
    repair: 'Give a string, or leave it out',
  });
}

/**
 * A quantity, weight or distance as a number. One that is missing is NaN, for risk to refuse with a reason; text and
 * other things, which arithmetic would quietly turn into numbers, are E_PLUGIN_ORDERS: plugins are not type-checked.
 */
export function sizeOf(place: string, what: string, value: unknown): number {
  return numberOrNull(place, what, value) ?? Number.NaN;
}

/** The same for what may be left out: a price or a time. */
export function numberOrNull(place: string, what: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return value;
  throw new RegimetaError('E_PLUGIN_ORDERS', {
    place,
    rule: `the ${what} is a number`,
    found: typeof value === 'string' ? JSON.stringify(value) : typeof value,
    repair: 'Give a number; Number(text) makes one of text',
  });
}

/** Options of which an order has at most one; `limit` and `stop` together count as one. */
function typeOf(symbol: string, options: OrderOptions): OrderType {
  const { limit, stop, trail, trailPercent } = options;
  const onOpen = switchOf(symbol, 'onOpen', options.onOpen);
  const onClose = switchOf(symbol, 'onClose', options.onClose);
  if (!onOpen && !onClose && trail === undefined && trailPercent === undefined) {
    if (stop !== undefined) return limit === undefined ? 'stop' : 'stop-limit';
    return limit === undefined ? 'market' : 'limit';
  }
  const stated: string[] = [];
  if (limit !== undefined || stop !== undefined) stated.push(pricesText(limit, stop));
  if (trail !== undefined) stated.push(`trail ${trail}`);
  if (trailPercent !== undefined) stated.push(`trailPercent ${trailPercent}`);
  if (onOpen) stated.push('onOpen');
  if (onClose) stated.push('onClose');
  if (stated.length > 1) {
    throw new RegimetaError('E_PLUGIN_ORDERS', {
      place: symbol,
      rule: 'an order has limit and stop prices, or a trail, or onOpen, or onClose',
      found: stated.join(' and '),
      repair: 'Send two orders, or an OCO group',
    });
  }
  if (onOpen) return 'market-on-open';
  return onClose ? 'market-on-close' : 'trailing-stop';
}

function pricesText(limit: number | undefined, stop: number | undefined): string {
  if (limit === undefined) return `stop ${stop}`;
  return stop === undefined ? `limit ${limit}` : `limit ${limit} with stop ${stop}`;
}

/** A misspelt time in force must not become another one, and only GTD has a time. */
function timeInForceOf(symbol: string, { timeInForce, goodTill }: OrderOptions): TimeInForce {
  if (timeInForce === undefined && goodTill === undefined) return 'GTC';
  const force = timeInForce ?? 'GTD';
  if (TIMES_IN_FORCE.includes(force) && (force === 'GTD') === (goodTill !== undefined)) return force;
  throw new RegimetaError('E_PLUGIN_ORDERS', {
    place: symbol,
    rule: `the time in force of an order is one of ${TIMES_IN_FORCE.join(', ')}, and GTD comes with goodTill`,
    found: goodTill === undefined ? JSON.stringify(force) : `${JSON.stringify(force)} till ${goodTill}`,
  });
}

function trailOf(symbol: string, { trail, trailPercent }: OrderOptions): TrailingDistance | null {
  if (trail !== undefined) return Object.freeze({ unit: 'price', distance: sizeOf(symbol, 'trail', trail) });
  if (trailPercent === undefined) return null;
  return Object.freeze({ unit: 'percent', distance: sizeOf(symbol, 'trailPercent', trailPercent) });
}

/** Plugins are compiled without a type check, and a misspelt side must not become the other one. */
function unknownSide(symbol: string, side: unknown): RegimetaError {
  return new RegimetaError('E_PLUGIN_ORDERS', {
    place: symbol,
    rule: "the side of an order is 'buy' or 'sell'",
    found: JSON.stringify(side) ?? 'nothing',
  });
}
