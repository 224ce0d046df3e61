import type { MarketSlice } from '../model/market-slice.ts';
import { SeriesRing, type SeriesView } from './series-view.ts';

/** The past of one symbol, ending at the present bar; only bars of the symbol count, not slices. */
export interface SymbolHistory {
  readonly open: SeriesView;
  readonly high: SeriesView;
  readonly low: SeriesView;
  readonly close: SeriesView;
  readonly volume: SeriesView;
}

interface SymbolRings {
  readonly open: SeriesRing;
  readonly high: SeriesRing;
  readonly low: SeriesRing;
  readonly close: SeriesRing;
  readonly volume: SeriesRing;
}

/** Keeps the declared look-back of every symbol, in memory that is allocated once. */
export class MarketHistory {
  readonly #rings: SymbolRings[];
  readonly #views: SymbolHistory[];
  readonly #lookback: number;

  constructor(symbols: readonly string[], lookback: number) {
    this.#lookback = lookback;
    const ring = (symbol: string, column: string) => new SeriesRing(lookback, `${symbol} ${column}`);
    this.#rings = symbols.map((symbol) => ({
      open: ring(symbol, 'open'),
      high: ring(symbol, 'high'),
      low: ring(symbol, 'low'),
      close: ring(symbol, 'close'),
      volume: ring(symbol, 'volume'),
    }));
    this.#views = this.#rings.map((rings) =>
      Object.freeze({
        open: rings.open.view(),
        high: rings.high.view(),
        low: rings.low.view(),
        close: rings.close.view(),
        volume: rings.volume.view(),
      }),
    );
  }

  /** Takes the bars of a slice. */
  push(slice: MarketSlice): void {
    for (let symbol = 0; symbol < this.#rings.length; symbol++) {
      if (slice.fresh[symbol] === 0) continue;
      const rings = this.#rings[symbol]!;
      rings.open.push(slice.open[symbol]!);
      rings.high.push(slice.high[symbol]!);
      rings.low.push(slice.low[symbol]!);
      rings.close.push(slice.close[symbol]!);
      rings.volume.push(slice.volume[symbol]!);
    }
  }

  /** Whether the symbol has its whole look-back. */
  isWarm(symbolIndex: number): boolean {
    return this.#rings[symbolIndex]!.close.length >= this.#lookback;
  }

  of(symbolIndex: number): SymbolHistory {
    return this.#views[symbolIndex]!;
  }
}
