import type { MarketSlice } from '../model/market-slice.ts';
import type { FillRules } from './fill-rules.ts';

/** Rounding of the room that must not leave dust of an order behind. */
const ROOM_TOLERANCE = 1e-12;

/** How much of the volume of each symbol's present bar is left to fill orders with; without bound where no part is set. */
export class BarRoom {
  readonly #participation: number;
  readonly #lotSize: number;
  readonly #left: Float64Array;

  constructor(symbolCount: number, { participation, lotSize }: FillRules) {
    this.#participation = participation ?? Number.POSITIVE_INFINITY;
    this.#lotSize = lotSize ?? 0;
    this.#left = new Float64Array(symbolCount).fill(Number.POSITIVE_INFINITY);
  }

  /** Opens the room of the bars of a slice. */
  open({ fresh, volume }: MarketSlice): void {
    if (this.#participation === Number.POSITIVE_INFINITY) return;
    for (let symbol = 0; symbol < fresh.length; symbol++) {
      this.#left[symbol] = fresh[symbol] === 1 ? this.#participation * volume[symbol]! : 0;
    }
  }

  /** Takes as much of the wanted units as there is room for and returns it; with `wholeOnly` all of them or none. */
  take(symbol: number, wanted: number, wholeOnly: boolean): number {
    const left = this.#left[symbol]!;
    const isEnough = left >= wanted * (1 - ROOM_TOLERANCE);
    if (!isEnough && wholeOnly) return 0;
    const taken = isEnough ? wanted : this.#inLots(left);
    this.#left[symbol] = Math.max(0, left - taken);
    return taken;
  }

  #inLots(quantity: number): number {
    return this.#lotSize === 0 ? quantity : Math.floor(quantity / this.#lotSize) * this.#lotSize;
  }
}
