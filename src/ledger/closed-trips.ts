import type { RoundTrip } from '../model/fill.ts';

/** The numbers of a round trip. */
const WIDTH = 12;

/** Room at first. */
const ROWS_FIRST = 64;

/**
 * Round trips that were closed and not yet taken, as rows of numbers. As objects they would all live so long that V8 comes to
 * make each of them in its old space, and to collect that again and again.
 */
export class ClosedTrips {
  #rows = new Float64Array(ROWS_FIRST * WIDTH);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(trip: RoundTrip): void {
    if ((this.#count + 1) * WIDTH > this.#rows.length) this.#grow();
    const rows = this.#rows;
    const at = this.#count++ * WIDTH;
    rows[at] = trip.symbolIndex;
    rows[at + 1] = trip.side === 'long' ? 1 : -1;
    rows[at + 2] = trip.entryTime;
    rows[at + 3] = trip.exitTime;
    rows[at + 4] = trip.entryIndex;
    rows[at + 5] = trip.exitIndex;
    rows[at + 6] = trip.quantity;
    rows[at + 7] = trip.entryPrice;
    rows[at + 8] = trip.exitPrice;
    rows[at + 9] = trip.commission;
    rows[at + 10] = trip.profit;
    rows[at + 11] = trip.currencyProfit;
  }

  /** The trips in the order of closing, as objects that are made for the caller. */
  all(): RoundTrip[] {
    const trips: RoundTrip[] = [];
    for (let row = 0; row < this.#count; row++) trips.push(this.#tripAt(row * WIDTH));
    return trips;
  }

  /** The same, which are forgotten here. */
  take(): RoundTrip[] {
    const trips = this.all();
    this.#count = 0;
    return trips;
  }

  #tripAt(at: number): RoundTrip {
    const rows = this.#rows;
    return {
      symbolIndex: rows[at]!,
      side: rows[at + 1] === 1 ? 'long' : 'short',
      entryTime: rows[at + 2]!,
      exitTime: rows[at + 3]!,
      entryIndex: rows[at + 4]!,
      exitIndex: rows[at + 5]!,
      quantity: rows[at + 6]!,
      entryPrice: rows[at + 7]!,
      exitPrice: rows[at + 8]!,
      commission: rows[at + 9]!,
      profit: rows[at + 10]!,
      currencyProfit: rows[at + 11]!,
    };
  }

  #grow(): void {
    const grown = new Float64Array(this.#rows.length * 2);
    grown.set(this.#rows);
    this.#rows = grown;
  }
}
