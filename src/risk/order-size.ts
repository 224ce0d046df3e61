import type { OrderRequest, RefusalReason } from '../model/order.ts';

/** What bounds the size of orders; not given where nothing does. */
export interface SizeSettings {
  /** Orders are whole multiples of this number of units. */
  readonly lotSize?: number | undefined;
  /** Orders are worth at least this much money at the last close. */
  readonly minNotional?: number | undefined;
}

/**
 * A quotient this near to the next whole number counts as that number: weights and sizes such as 0.1 have no exact
 * float64, and 0.07 of 100,000 at 100 is 70 units rather than 70.00000000000001.
 */
const LOT_TOLERANCE = 1e-9;

/** The most whole lots in a quantity, in units; all of it where it closes exactly what is held, or no lot is set. */
export function wholeLots(
  { quantity, side }: Pick<OrderRequest, 'quantity' | 'side'>,
  held: number,
  { lotSize }: SizeSettings,
): number {
  if (lotSize === undefined || quantity === (side === 'sell' ? held : -held)) return quantity;
  const lots = quantity / lotSize;
  const nearest = Math.round(lots);
  return lotsInUnits(isNegligible(lots - nearest, lots) ? nearest : Math.floor(lots), lotSize);
}

/** Whether a difference between two sizes is rounding of their own arithmetic, and no trade. */
export function isNegligible(difference: number, size: number): boolean {
  return Math.abs(difference) <= LOT_TOLERANCE * size;
}

/** Lots that divide a unit are counted by it: 3 × 0.1 is not 0.3, and 3 / 10 is. */
function lotsInUnits(lots: number, lotSize: number): number {
  const perUnit = Math.round(1 / lotSize);
  return lotSize < 1 && isNegligible(1 / lotSize - perUnit, perUnit) ? lots / perUnit : lots * lotSize;
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
  return minNotional !== undefined && !reduces && quantity * price < minNotional ? 'below-minimum' : null;
}
