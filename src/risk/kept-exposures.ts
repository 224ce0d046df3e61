import type { AccountView, OrderBookView } from '../model/account.ts';

/** What exposures follow from. */
export interface ExposureSources {
  readonly symbolCount: number;
  readonly account: AccountView;
  readonly book: OrderBookView;
}

/**
 * The exposure of each symbol at its worst, kept as long as its position, its resting orders and the value of a unit are the same:
 * in a slice of many orders, each changes that of one symbol.
 */
export class KeptExposures {
  readonly #sources: ExposureSources;
  readonly #exposures: Float64Array;
  readonly #held: Float64Array;
  /** Values of one unit, in money of the account. */
  readonly #values: Float64Array;
  readonly #versions: Float64Array;

  constructor(sources: ExposureSources) {
    const { symbolCount } = sources;
    this.#sources = sources;
    this.#exposures = new Float64Array(symbolCount);
    this.#held = new Float64Array(symbolCount);
    this.#values = new Float64Array(symbolCount);
    this.#versions = new Float64Array(symbolCount).fill(Number.NaN);
  }

  /** The sum over all symbols but one, in their order; `exposureOf` is asked where something has changed. */
  sumWithout(symbolIndex: number, closes: Float64Array, exposureOf: (symbol: number) => number): number {
    const { symbolCount } = this.#sources;
    let sum = 0;
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      if (symbol === symbolIndex) continue;
      if (this.#hasChanged(symbol, closes[symbol]!)) this.#exposures[symbol] = exposureOf(symbol);
      sum += this.#exposures[symbol]!;
    }
    return sum;
  }

  /** Whether anything differs from what was kept; keeps what is. A value that is NaN always differs. */
  #hasChanged(symbol: number, close: number): boolean {
    const { account, book } = this.#sources;
    const held = account.quantity(symbol);
    const version = book.version(symbol);
    const value = Math.abs(close * account.worth(symbol));
    if (value === this.#values[symbol] && held === this.#held[symbol] && version === this.#versions[symbol]) {
      return false;
    }
    this.#values[symbol] = value;
    this.#held[symbol] = held;
    this.#versions[symbol] = version;
    return true;
  }
}
