import type { MarketAction } from '../model/market-action.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { PriceColumns } from '../model/price-columns.ts';
import type { EpochMs } from '../model/time.ts';

/** The actions of a slice without any. */
export const NO_ACTIONS: readonly MarketAction[] = Object.freeze([]);

/**
 * The slice as a feed writes it. Time, closes and `fresh` are written at every step; all else is where `isPending` says so
 * copied only when it is first read, since most slices are quiet and nobody reads it.
 */
export class PlayedSlice implements MarketSlice {
  readonly symbols: readonly string[];
  readonly fresh: Uint8Array;
  readonly close: Float64Array;
  time: EpochMs = Number.NaN;
  index = -1;
  isComplete = false;
  actions: readonly MarketAction[] = NO_ACTIONS;
  /** Whether the feed has still to write what is not written at every step. */
  isPending = false;
  readonly #write: () => void;
  readonly #middle: PriceColumns;
  readonly #bid: PriceColumns;
  readonly #ask: PriceColumns;
  readonly #volume: Float64Array;
  readonly #bidSize: Float64Array;
  readonly #askSize: Float64Array;

  /** `write` writes what is pending, into the arrays of this slice. */
  constructor(symbols: readonly string[], hasQuotes: boolean, write: () => void) {
    const column = (): Float64Array => new Float64Array(symbols.length);
    const prices = (): PriceColumns => ({ open: column(), high: column(), low: column(), close: column() });
    this.symbols = symbols;
    this.fresh = new Uint8Array(symbols.length);
    this.#write = write;
    this.#middle = prices();
    this.#volume = column();
    this.close = this.#middle.close;
    this.#bid = hasQuotes ? prices() : this.#middle;
    this.#ask = hasQuotes ? prices() : this.#middle;
    this.#bidSize = hasQuotes ? column() : this.#volume;
    this.#askSize = hasQuotes ? column() : this.#volume;
  }

  get open(): Float64Array {
    if (this.isPending) this.#complete();
    return this.#middle.open;
  }

  get high(): Float64Array {
    if (this.isPending) this.#complete();
    return this.#middle.high;
  }

  get low(): Float64Array {
    if (this.isPending) this.#complete();
    return this.#middle.low;
  }

  get volume(): Float64Array {
    if (this.isPending) this.#complete();
    return this.#volume;
  }

  get bid(): PriceColumns {
    if (this.isPending) this.#complete();
    return this.#bid;
  }

  get ask(): PriceColumns {
    if (this.isPending) this.#complete();
    return this.#ask;
  }

  get bidSize(): Float64Array {
    if (this.isPending) this.#complete();
    return this.#bidSize;
  }

  get askSize(): Float64Array {
    if (this.isPending) this.#complete();
    return this.#askSize;
  }

  #complete(): void {
    this.isPending = false;
    this.#write();
  }
}
