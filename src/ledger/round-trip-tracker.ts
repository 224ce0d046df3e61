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

/** The time and the number of the slice of a fill. */
interface FillMoment {
  readonly time: EpochMs;
  readonly index: number;
}

/** Follows the position of each symbol from flat to flat and notes every closed round trip. */
export class RoundTripTracker {
  readonly closed: RoundTrip[] = [];
  readonly #open: (OpenTrip | null)[];

  constructor(symbolCount: number) {
    this.#open = Array.from({ length: symbolCount }, () => null);
  }

  /** Takes a fill with the signed positions before and after it. */
  take(fill: Fill, before: number, after: number, moment: FillMoment): void {
    if (before === 0 || before > 0 === (fill.side === 'buy')) {
      this.#enter(fill, fill.quantity, moment);
      return;
    }
    const crosses = after !== 0 && after > 0 !== before > 0;
    this.#exit(fill, crosses ? Math.abs(before) : fill.quantity);
    if (after !== 0 && !crosses) return;
    this.#close(fill.symbolIndex, moment);
    if (crosses) this.#enter(fill, Math.abs(after), moment);
  }

  /** Restates the units of an open round trip; what they cost and brought stays. */
  split(symbolIndex: number, ratio: number): void {
    const trip = this.#open[symbolIndex];
    if (!trip) return;
    trip.entryQuantity *= ratio;
    trip.exitQuantity *= ratio;
  }

  #enter(fill: Fill, quantity: number, { time, index }: FillMoment): void {
    const trip = this.#open[fill.symbolIndex] ?? this.#begin(fill, time, index);
    trip.entryQuantity += quantity;
    trip.entryValue += quantity * fill.price;
    trip.commission += fill.commission * (quantity / fill.quantity);
  }

  #begin(fill: Fill, time: EpochMs, index: number): OpenTrip {
    const trip: OpenTrip = {
      side: fill.side === 'buy' ? 'long' : 'short',
      entryTime: time,
      entryIndex: index,
      entryQuantity: 0,
      entryValue: 0,
      exitQuantity: 0,
      exitValue: 0,
      commission: 0,
    };
    this.#open[fill.symbolIndex] = trip;
    return trip;
  }

  #exit(fill: Fill, quantity: number): void {
    const trip = this.#open[fill.symbolIndex]!;
    trip.exitQuantity += quantity;
    trip.exitValue += quantity * fill.price;
    trip.commission += fill.commission * (quantity / fill.quantity);
  }

  #close(symbolIndex: number, { time, index }: FillMoment): void {
    const trip = this.#open[symbolIndex]!;
    this.#open[symbolIndex] = null;
    const isLong = trip.side === 'long';
    const gain = isLong ? trip.exitValue - trip.entryValue : trip.entryValue - trip.exitValue;
    this.closed.push({
      symbolIndex,
      side: trip.side,
      entryTime: trip.entryTime,
      exitTime: time,
      entryIndex: trip.entryIndex,
      exitIndex: index,
      quantity: trip.entryQuantity,
      entryPrice: trip.entryValue / trip.entryQuantity,
      exitPrice: trip.exitValue / trip.exitQuantity,
      commission: trip.commission,
      profit: gain - trip.commission,
    });
  }
}
