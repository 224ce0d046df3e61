import type { Fill } from '../model/fill.ts';
import type { EpochMs } from '../model/time.ts';
import { ClosedTrips } from './closed-trips.ts';

interface OpenTrip {
  /** Whether the symbol is held; what follows is of no meaning where it is not. */
  isOpen: boolean;
  side: 'long' | 'short';
  entryTime: EpochMs;
  entryIndex: number;
  entryQuantity: number;
  entryValue: number;
  /** The same in money of the account, at the rates of the fills. */
  entryMoney: number;
  exitQuantity: number;
  exitValue: number;
  exitMoney: number;
  commission: number;
  /** Money of the account that was realised; null in its own currency. */
  realised: number | null;
}

/** The time and the number of the slice of a fill, and what it is worth in money of the account. */
interface FillMoment {
  readonly time: EpochMs;
  readonly index: number;
  /** Of one unit at a price of 1. */
  readonly worth: number;
  /** Of one unit of the currency of the instrument. */
  readonly exchangeRate: number;
  /** What the fill realised, before commission; null for an instrument in the currency of the account. */
  readonly profit: number | null;
}

/** Follows the position of each symbol from flat to flat and notes every closed round trip. */
export class RoundTripTracker {
  readonly closed = new ClosedTrips();
  /** One for each symbol, which its next round trip takes over: a number of an object that stays is written where it lies. */
  readonly #trips: readonly OpenTrip[];

  constructor(symbolCount: number) {
    this.#trips = Array.from({ length: symbolCount }, noTrip);
  }

  /** Takes a fill with the signed positions before and after it. */
  take(fill: Fill, before: number, after: number, moment: FillMoment): void {
    if (before === 0 || before > 0 === (fill.side === 'buy')) {
      this.#enter(fill, fill.quantity, moment);
      return;
    }
    const crosses = after !== 0 && after > 0 !== before > 0;
    this.#exit(fill, crosses ? Math.abs(before) : fill.quantity, moment);
    if (after !== 0 && !crosses) return;
    this.#close(fill.symbolIndex, moment);
    if (crosses) this.#enter(fill, Math.abs(after), moment);
  }

  /** Restates the units of an open round trip; what they cost and brought stays. */
  split(symbolIndex: number, ratio: number): void {
    const trip = this.#trips[symbolIndex]!;
    if (!trip.isOpen) return;
    trip.entryQuantity *= ratio;
    trip.exitQuantity *= ratio;
  }

  #enter(fill: Fill, quantity: number, moment: FillMoment): void {
    const trip = this.#trips[fill.symbolIndex]!;
    if (!trip.isOpen) begin(trip, fill, moment);
    const value = quantity * fill.price;
    trip.entryQuantity += quantity;
    trip.entryValue += value;
    trip.entryMoney += value * moment.worth;
    trip.commission += fill.commission * (quantity / fill.quantity) * moment.exchangeRate;
  }

  #exit(fill: Fill, quantity: number, { worth, exchangeRate, profit }: FillMoment): void {
    const trip = this.#trips[fill.symbolIndex]!;
    const value = quantity * fill.price;
    trip.exitQuantity += quantity;
    trip.exitValue += value;
    trip.exitMoney += value * worth;
    trip.commission += fill.commission * (quantity / fill.quantity) * exchangeRate;
    if (trip.realised !== null) trip.realised += profit ?? 0;
  }

  #close(symbolIndex: number, { time, index }: FillMoment): void {
    const trip = this.#trips[symbolIndex]!;
    trip.isOpen = false;
    const isLong = trip.side === 'long';
    const gain = isLong ? trip.exitMoney - trip.entryMoney : trip.entryMoney - trip.exitMoney;
    this.closed.add({
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
      currencyProfit: trip.realised === null ? 0 : gain - trip.realised,
    });
  }
}

/** Not a number rather than zero, so that each number has the room of a fraction from the first one on. */
function noTrip(): OpenTrip {
  const unknown = Number.NaN;
  return {
    isOpen: false,
    side: 'long',
    entryTime: unknown,
    entryIndex: 0,
    entryQuantity: unknown,
    entryValue: unknown,
    entryMoney: unknown,
    exitQuantity: unknown,
    exitValue: unknown,
    exitMoney: unknown,
    commission: unknown,
    realised: null,
  };
}

function begin(trip: OpenTrip, fill: Fill, { time, index, profit }: FillMoment): void {
  trip.isOpen = true;
  trip.side = fill.side === 'buy' ? 'long' : 'short';
  trip.entryTime = time;
  trip.entryIndex = index;
  trip.entryQuantity = 0;
  trip.entryValue = 0;
  trip.entryMoney = 0;
  trip.exitQuantity = 0;
  trip.exitValue = 0;
  trip.exitMoney = 0;
  trip.commission = 0;
  trip.realised = profit === null ? null : 0;
}
