import { isOnTick } from '../math/steps.ts';
import type { OrderRequest, RefusalReason } from '../model/order.ts';

/** Which prices orders of a symbol may name. */
export interface PriceRules {
  /** Limit and stop prices are whole numbers of this step; null where any may be named. */
  readonly tickSize: number | null;
  /** Whether prices at or below zero are prices. */
  readonly allowsNegativePrices: boolean;
}

/** The rules of a symbol of which nothing is known. */
export const ANY_PRICE: PriceRules = { tickSize: null, allowsNegativePrices: false };

/** What makes an order meaningless whatever the account holds; null where nothing does. */
export function orderFault(request: OrderRequest, close: number, rules: PriceRules): RefusalReason | null {
  if (Number.isNaN(close)) return 'symbol-without-price';
  if (!(Number.isFinite(request.quantity) && request.quantity > 0)) {
    // A weight or a value at a price that is none or turns its sign says nothing of units.
    return request.origin === 'target' && close <= 0 ? 'price-not-positive' : 'quantity-invalid';
  }
  if (!arePricesSound(request, rules)) return 'price-invalid';
  if (!isTrailSound(request, close, rules)) return 'trail-invalid';
  if ((request.timeInForce === 'GTD') !== Number.isSafeInteger(request.goodTill)) return 'expiry-invalid';
  if (request.bracket && !isBracketSound(request, close, rules)) return 'bracket-invalid';
  return rules.tickSize !== null && isOffTick(request, rules.tickSize) ? 'off-tick' : null;
}

/** Whether it is a market order with no term of its own: of such a one nothing but its quantity can be wrong. */
export function isPlainMarket(request: OrderRequest): boolean {
  return (
    request.type === 'market' &&
    request.limitPrice === null &&
    request.stopPrice === null &&
    request.trail === null &&
    request.bracket === null &&
    request.ocoGroup === null &&
    request.timeInForce === 'GTC' &&
    request.goodTill === null &&
    !request.reduceOnly
  );
}

function isPrice(price: number | null, { allowsNegativePrices }: PriceRules): price is number {
  return price !== null && Number.isFinite(price) && (price > 0 || allowsNegativePrices);
}

/** Whether the order has just the prices that its type needs. */
function arePricesSound({ type, limitPrice, stopPrice }: OrderRequest, rules: PriceRules): boolean {
  const hasLimit = type === 'limit' || type === 'stop-limit';
  const hasStop = type === 'stop' || type === 'stop-limit';
  return (!hasLimit || isPrice(limitPrice, rules)) && (!hasStop || isPrice(stopPrice, rules));
}

/** A trailing stop begins above a price of zero, unless there are prices below it. */
function isTrailSound({ type, side, trail }: OrderRequest, close: number, rules: PriceRules): boolean {
  if (type !== 'trailing-stop') return trail === null;
  if (trail === null || !(Number.isFinite(trail.distance) && trail.distance > 0)) return false;
  if (trail.unit === 'percent') return side === 'buy' || trail.distance < 100;
  return side === 'buy' || rules.allowsNegativePrices || trail.distance < close;
}

/** The exits of a bracket lie on their sides of the entry: the stop where the order loses, the limit where it gains. */
function isBracketSound(request: OrderRequest, close: number, rules: PriceRules): boolean {
  const { stopPrice, limitPrice } = request.bracket!;
  if (stopPrice === null && limitPrice === null) return false;
  const entry = request.limitPrice ?? request.stopPrice ?? close;
  const direction = request.side === 'buy' ? 1 : -1;
  const stopSound = stopPrice === null || (isPrice(stopPrice, rules) && (entry - stopPrice) * direction > 0);
  const limitSound =
    limitPrice === null || (isPrice(limitPrice, rules) && (limitPrice - entry) * direction > 0);
  return stopSound && limitSound;
}

/** Whether a price that the order names, for itself or for its exits, lies between two ticks. */
function isOffTick({ limitPrice, stopPrice, bracket }: OrderRequest, tickSize: number): boolean {
  const isOff = (price: number | null): boolean => price !== null && !isOnTick(price, tickSize);
  if (isOff(limitPrice) || isOff(stopPrice)) return true;
  return bracket !== null && (isOff(bracket.limitPrice) || isOff(bracket.stopPrice));
}
