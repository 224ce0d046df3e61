import type { MarketSlice } from '../model/market-slice.ts';
import type { FillRules } from './fill-rules.ts';

/** Rounding of the room that must not leave dust of an order behind. */
const ROOM_TOLERANCE = 1e-12;

/** How much of the volume of each symbol's present bar is left to fill orders with; without bound where no part is set. */
export class BarRoom {
  readonly #participation: number;
  readonly #lotSize: number;
  readonly #hasVolume: Uint8Array;
  readonly #left: Float64Array;

  /** `hasVolume` is 1 for each symbol whose source has volumes; what fills of the others has no bound. */
  constructor(hasVolume: Uint8Array, { participation, lotSize }: FillRules) {
    this.#participation = participation === 'none' ? Number.POSITIVE_INFINITY : participation;
    this.#lotSize = lotSize ?? 0;
    this.#hasVolume = hasVolume;
    this.#left = new Float64Array(hasVolume.length).fill(Number.POSITIVE_INFINITY);
  }

  /** Opens the room of the bars of a slice. */
  open({ fresh, volume }: MarketSlice): void {
    if (this.#participation === Number.POSITIVE_INFINITY) return;
    for (let symbol = 0; symbol < fresh.length; symbol++) {
      if (this.#hasVolume[symbol] === 0) continue;
      this.#left[symbol] = fresh[symbol] === 1 ? this.#participation * volume[symbol]! : 0;
    }
  }

  /** As much of the wanted units as there is room for; with `wholeOnly` all of them or none. */
  available(symbol: number, wanted: number, wholeOnly: boolean): number {
    const left = this.#left[symbol]!;
    if (left >= wanted * (1 - ROOM_TOLERANCE)) return wanted;
    return wholeOnly ? 0 : this.#inLots(left);
  }

  /** Takes what is available of the wanted units, and returns it. */
  take(symbol: number, wanted: number, wholeOnly: boolean): number {
    const taken = this.available(symbol, wanted, wholeOnly);
    this.#left[symbol] = Math.max(0, this.#left[symbol]! - taken);
    return taken;
  }

  #inLots(quantity: number): number {
    return this.#lotSize === 0 ? quantity : Math.floor(quantity / this.#lotSize) * this.#lotSize;
  }
}
