/** A fill as the reference needs it: bought units are above zero, sold ones below. */
export interface SignedFill {
  readonly symbol: number;
  readonly units: number;
  readonly price: number;
  readonly commission: number;
}

interface Lot {
  units: number;
  readonly price: number;
}

/** What the reference says of one symbol. */
export interface LotPosition {
  readonly units: number;
  /** NaN when flat. */
  readonly averagePrice: number;
  readonly realised: number;
  /** Profit after commission of each closed round trip. */
  readonly roundTrips: readonly number[];
}

/**
 * A slow reference: replays all fills of a symbol from scratch and keeps every purchase as a lot of its own. A
 * reduction takes the same part of each lot, which is what an average price means.
 */
export function positionByLots(fills: readonly SignedFill[], symbol: number): LotPosition {
  let lots: Lot[] = [];
  let held = 0;
  let realised = 0;
  let trip = 0;
  const roundTrips: number[] = [];
  for (const fill of fills.filter((one) => one.symbol === symbol)) {
    const closing = held * fill.units < 0 ? Math.min(Math.abs(held), Math.abs(fill.units)) : 0;
    const part = closing === 0 ? 0 : closing / Math.abs(held);
    const gain = lots.reduce((sum, lot) => sum + part * lot.units * (fill.price - lot.price), 0);
    realised += gain;
    trip += gain - fill.commission * (closing / Math.abs(fill.units));
    lots = part === 1 ? [] : lots.map((lot) => ({ ...lot, units: lot.units * (1 - part) }));
    if (part === 1) {
      roundTrips.push(trip);
      trip = 0;
    }
    held += fill.units;
    const opening = Math.abs(fill.units) - closing;
    if (opening === 0) continue;
    lots.push({ units: Math.sign(fill.units) * opening, price: fill.price });
    trip -= fill.commission * (opening / Math.abs(fill.units));
  }
  const units = lots.reduce((sum, lot) => sum + lot.units, 0);
  const cost = lots.reduce((sum, lot) => sum + lot.units * lot.price, 0);
  return { units: held, averagePrice: cost / units, realised, roundTrips };
}

/** Money after all fills: what was there, less what was bought, less commission. */
export function cashAfter(fills: readonly SignedFill[], initialCash: number): number {
  return fills.reduce((cash, { units, price, commission }) => cash - units * price - commission, initialCash);
}
