/**
 * A quotient this near to the next whole number, as a part of it, counts as that number: sizes such as 0.1 have no exact
 * float64, and 0.07 of 100,000 at 100 is 70 units rather than 70.00000000000001.
 */
const LOT_TOLERANCE = 1e-9;

/** A price this near to a tick, as a part of a tick, lies on it; beside it, what rounding makes of large prices. */
const TICK_TOLERANCE = 1e-6;
const PRICE_ROUNDING = 1e-12;

/** Whether a difference between two sizes is rounding of their own arithmetic, and no trade. */
export function isNegligible(difference: number, size: number): boolean {
  return Math.abs(difference) <= LOT_TOLERANCE * size;
}

/** The most whole lots in a quantity that is not negative, in units. */
export function lotsBelow(quantity: number, lotSize: number): number {
  const lots = quantity / lotSize;
  const nearest = Math.round(lots);
  return inUnits(isNegligible(lots - nearest, lots) ? nearest : Math.floor(lots), lotSize);
}

/** Whether a price is a whole number of ticks. */
export function isOnTick(price: number, tickSize: number): boolean {
  const ticks = price / tickSize;
  return Math.abs(ticks - Math.round(ticks)) <= TICK_TOLERANCE + PRICE_ROUNDING * Math.abs(ticks);
}

/** The highest price on a tick that is not above a price; that price itself where it lies on one. */
export function tickBelow(price: number, tickSize: number): number {
  return isOnTick(price, tickSize) ? price : inUnits(Math.floor(price / tickSize), tickSize);
}

/** The lowest price on a tick that is not below a price; that price itself where it lies on one. */
export function tickAbove(price: number, tickSize: number): number {
  return isOnTick(price, tickSize) ? price : inUnits(Math.ceil(price / tickSize), tickSize);
}

/** Steps that divide a unit are counted by it: 3 × 0.1 is not 0.3, and 3 / 10 is. */
function inUnits(steps: number, size: number): number {
  const perUnit = Math.round(1 / size);
  return size < 1 && isNegligible(1 / size - perUnit, perUnit) ? steps / perUnit : steps * size;
}
