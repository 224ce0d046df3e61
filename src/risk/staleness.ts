import type { MarketSlice } from '../model/market-slice.ts';

/** How old the last bar of a symbol may be; not given where nothing bounds it. */
export interface StalenessSettings {
  /** In slices: 0 asks for a bar in the present one. */
  readonly staleBars?: number | undefined;
  /** In milliseconds of the bars' own times. */
  readonly staleMs?: number | undefined;
}

/** Knows how old the last bar of each symbol is. */
export class Staleness {
  readonly #settings: StalenessSettings;
  readonly #lastIndex: Float64Array;
  readonly #lastTime: Float64Array;
  #index = 0;
  #time = 0;

  constructor(settings: StalenessSettings, symbolCount: number) {
    this.#settings = settings;
    this.#lastIndex = new Float64Array(symbolCount).fill(Number.NEGATIVE_INFINITY);
    this.#lastTime = new Float64Array(symbolCount).fill(Number.NEGATIVE_INFINITY);
  }

  /** Takes the present slice. */
  observe({ index, time, fresh }: MarketSlice): void {
    this.#index = index;
    this.#time = time;
    for (let symbol = 0; symbol < fresh.length; symbol++) {
      if (fresh[symbol] === 0) continue;
      this.#lastIndex[symbol] = index;
      this.#lastTime[symbol] = time;
    }
  }

  /** Whether the last bar of the symbol is older than it may be; so for a symbol that has had none. */
  isStale(symbolIndex: number): boolean {
    const { staleBars = Number.POSITIVE_INFINITY, staleMs = Number.POSITIVE_INFINITY } = this.#settings;
    const slices = this.#index - this.#lastIndex[symbolIndex]!;
    return slices > staleBars || this.#time - this.#lastTime[symbolIndex]! > staleMs;
  }
}
