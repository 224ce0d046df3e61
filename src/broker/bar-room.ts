import { lotsBelow } from '../math/steps.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { Side } from '../model/order.ts';
import type { ExchangeSettings } from './exchange-settings.ts';

/** The order that takes room. */
interface Taker {
  readonly symbolIndex: number;
  readonly side: Side;
}

/** Rounding of the room that must not leave dust of an order behind. */
const ROOM_TOLERANCE = 1e-12;

/**
 * How much of the volume of each symbol's present bar is left to fill orders with, or of the size of its quote on either
 * side; without bound where no part is set.
 */
export class BarRoom {
  readonly #participation: number;
  readonly #lotSizes: readonly (number | null)[];
  readonly #hasVolume: Uint8Array;
  readonly #hasSizes: Uint8Array;
  /** A place for each symbol, and one more for the sells of those with sizes. */
  readonly #left: Float64Array;
  /** The number of the slice for which the room of each symbol was opened. */
  readonly #openedFor: Int32Array;
  #slice: MarketSlice | null = null;

  /**
   * `hasVolume` is 1 for each symbol whose source has volumes; what fills of the others has no bound, unless their quotes
   * have sizes.
   */
  constructor(hasVolume: Uint8Array, { quoting = [], lotSizes = [], rules }: ExchangeSettings) {
    const { participation } = rules;
    this.#participation = participation === 'none' ? Number.POSITIVE_INFINITY : participation;
    this.#lotSizes = lotSizes;
    this.#hasVolume = hasVolume;
    this.#hasSizes = Uint8Array.from(hasVolume, (_, symbol) => (quoting[symbol] === 'sizes' ? 1 : 0));
    this.#left = new Float64Array(2 * hasVolume.length).fill(Number.POSITIVE_INFINITY);
    this.#openedFor = new Int32Array(hasVolume.length).fill(-1);
  }

  /** Opens the room of the bars of a slice, of each symbol when it is first asked for. */
  open(slice: MarketSlice): void {
    if (this.#slice !== slice) this.#slice = slice;
  }

  /** As much of the wanted units as there is room for; with `wholeOnly` all of them or none. */
  available({ symbolIndex, side }: Taker, wanted: number, wholeOnly: boolean): number {
    const left = this.#left[this.#placeOf(symbolIndex, side)]!;
    if (left >= wanted * (1 - ROOM_TOLERANCE)) return wanted;
    if (wholeOnly) return 0;
    const lotSize = this.#lotSizes[symbolIndex] ?? null;
    return lotSize === null ? left : lotsBelow(left, lotSize);
  }

  /** Takes what is available of the wanted units, and returns it. */
  take(taker: Taker, wanted: number, wholeOnly: boolean): number {
    const taken = this.available(taker, wanted, wholeOnly);
    const place = this.#placeOf(taker.symbolIndex, taker.side);
    this.#left[place] = Math.max(0, this.#left[place]! - taken);
    return taken;
  }

  /** Where the room of a side of a symbol stands, which is that of the present slice. */
  #placeOf(symbol: number, side: Side): number {
    if (this.#openedFor[symbol] !== this.#slice!.index) this.#openSymbol(symbol, this.#slice!);
    return side === 'sell' && this.#hasSizes[symbol] === 1 ? symbol + this.#hasSizes.length : symbol;
  }

  #openSymbol(symbol: number, slice: MarketSlice): void {
    this.#openedFor[symbol] = slice.index;
    if (this.#participation === Number.POSITIVE_INFINITY) return;
    const part = slice.fresh[symbol] === 1 ? this.#participation : 0;
    if (this.#hasSizes[symbol] === 1) {
      this.#left[symbol] = part * slice.askSize[symbol]!;
      this.#left[symbol + this.#hasSizes.length] = part * slice.bidSize[symbol]!;
    } else if (this.#hasVolume[symbol] === 1) this.#left[symbol] = part * slice.volume[symbol]!;
  }
}
