import type { AccountView, OrderBookView } from '../model/account.ts';
import type { Target } from '../model/intent.ts';
import type { OrderRequest } from '../model/order.ts';

/** Differences below this part of equity are noise of rounding and make no order. */
const NEGLIGIBLE_WEIGHT = 1e-9;

/**
 * The market order that leads from what is held, and from market orders that already rest, to a target at the given
 * price. Null where there is nothing to do. A price or size that is not finite, and a weight or value at a
 * price that is not above zero, give an order of quantity NaN, for risk to refuse with a reason.
 */
export function planTarget(
  target: Target,
  price: number,
  account: AccountView,
  book: OrderBookView,
): OrderRequest | null {
  const { symbolIndex, size, tag } = target;
  const present = account.quantity(symbolIndex) + book.marketQuantity(symbolIndex);
  // A target of zero takes exactly what is held, so that no dust of rounding stays behind.
  const value = price * account.worth(symbolIndex);
  const difference = size === 0 ? -present : wantedUnits(target, value, account.equity) - present;
  if (difference === 0) return null;
  // At a price of zero nothing has a value by which a difference could be negligible.
  const isValued = size !== 0 && value !== 0;
  if (isValued && Math.abs(difference * value) < NEGLIGIBLE_WEIGHT * Math.abs(account.equity)) return null;
  return {
    symbolIndex,
    side: difference > 0 ? 'buy' : 'sell',
    type: 'market',
    quantity: Math.abs(difference),
    limitPrice: null,
    stopPrice: null,
    origin: 'target',
    bracket: null,
    tag,
    trail: null,
    reduceOnly: false,
    ocoGroup: null,
    timeInForce: 'GTC',
    goodTill: null,
  };
}

/** `value` is that of one unit, in money of the account. */
function wantedUnits({ size, unit }: Target, value: number, equity: number): number {
  if (unit === 'quantity') return size;
  // Not known of a price that is none, or that would turn the sign.
  if (value <= 0) return Number.NaN;
  return unit === 'value' ? size / value : (size * equity) / value;
}

/**
 * Orders that reduce a position come before those that add to one, otherwise in the order given: they free the
 * exposure that the others need. Sorts in place.
 */
export function sortReductionsFirst(requests: OrderRequest[], account: AccountView): void {
  const others: OrderRequest[] = [];
  let count = 0;
  for (const request of requests) {
    const held = account.quantity(request.symbolIndex);
    const isReduction = held !== 0 && held > 0 === (request.side === 'sell');
    if (isReduction) requests[count++] = request;
    else others.push(request);
  }
  for (const request of others) requests[count++] = request;
}
