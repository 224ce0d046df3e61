import { lotsBelow } from '../math/steps.ts';
import type { OrderRequest, RefusalReason } from '../model/order.ts';

/** What bounds the size of orders; not given where nothing does. */
export interface SizeSettings {
  /** Orders are whole multiples of this number of units. */
  readonly lotSize?: number | undefined;
  /** Orders are worth at least this much money at the last close. */
  readonly minNotional?: number | undefined;
}

/** The most whole lots in a quantity, in units; all of it where it closes exactly what is held, or no lot is set. */
export function wholeLots(
  { quantity, side }: Pick<OrderRequest, 'quantity' | 'side'>,
  held: number,
  { lotSize }: SizeSettings,
): number {
  if (lotSize === undefined || quantity === (side === 'sell' ? held : -held)) return quantity;
  return lotsBelow(quantity, lotSize);
}

/** Why an order of that quantity is too small; null where it is not. What only reduces has no minimum. */
export function sizeFault(
  request: OrderRequest,
  held: number,
  price: number,
  { minNotional }: SizeSettings,
): RefusalReason | null {
  const { quantity, side, reduceOnly } = request;
  if (quantity === 0) return 'below-lot';
  const reduces = reduceOnly || quantity <= (side === 'sell' ? held : -held);
  const isSmall = minNotional !== undefined && quantity * Math.abs(price) < minNotional;
  return isSmall && !reduces ? 'below-minimum' : null;
}
