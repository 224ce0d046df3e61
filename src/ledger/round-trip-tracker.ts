import type { Fill, RoundTrip } from '../model/fill.ts';
import type { EpochMs } from '../model/time.ts';

interface OpenTrip {
  side: 'long' | 'short';
  entryTime: EpochMs;
  entryIndex: number;
  entryQuantity: number;
  entryValue: number;
  exitQuantity: number;
  exitValue: number;
  commission: number;
}

/** Follows the position of each symbol from flat to flat and notes every closed round trip. */
export class RoundTripTracker {
  readonly closed: RoundTrip[] = [];
  readonly #open: (OpenTrip | null)[];

  constructor(symbolCount: number) {
    this.#open = Array.from({ length: symbolCount }, () => null);
  }

  /** Takes a fill with the signed position before it. */
  take(fill: Fill, heldBefore: number, time: EpochMs, index: number): void {
    const signed = fill.side === 'buy' ? fill.quantity : -fill.quantity;
    const opposite = heldBefore !== 0 && heldBefore > 0 !== signed > 0;
    const closing = opposite ? Math.min(Math.abs(heldBefore), fill.quantity) : 0;
    const opening = fill.quantity - closing;
    if (closing > 0) this.#exit(fill, closing, time, index, closing === Math.abs(heldBefore));
    if (opening > 0) this.#enter(fill, opening, time, index);
  }

  #enter(fill: Fill, quantity: number, time: EpochMs, index: number): void {
    const trip = (this.#open[fill.symbolIndex] ??= {
      side: fill.side === 'buy' ? 'long' : 'short',
      entryTime: time,
      entryIndex: index,
      entryQuantity: 0,
      entryValue: 0,
      exitQuantity: 0,
      exitValue: 0,
      commission: 0,
    });
    trip.entryQuantity += quantity;
    trip.entryValue += quantity * fill.price;
    trip.commission += fill.commission * (quantity / fill.quantity);
  }

  #exit(fill: Fill, quantity: number, time: EpochMs, index: number, isLast: boolean): void {
    const trip = this.#open[fill.symbolIndex]!;
    trip.exitQuantity += quantity;
    trip.exitValue += quantity * fill.price;
    trip.commission += fill.commission * (quantity / fill.quantity);
    if (!isLast) return;
    this.#open[fill.symbolIndex] = null;
    const gain = trip.exitValue - trip.entryValue;
    this.closed.push({
      symbolIndex: fill.symbolIndex,
      side: trip.side,
      entryTime: trip.entryTime,
      exitTime: time,
      entryIndex: trip.entryIndex,
      exitIndex: index,
      quantity: trip.entryQuantity,
      entryPrice: trip.entryValue / trip.entryQuantity,
      exitPrice: trip.exitValue / trip.exitQuantity,
      commission: trip.commission,
      profit: (trip.side === 'long' ? gain : -gain) - trip.commission,
    });
  }
}
