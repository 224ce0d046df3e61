import type { BarSeries } from '../model/bar-series.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import { PastBars } from './past-bars.ts';
import type { SeriesView } from './series-view.ts';

/** The past of one symbol, ending at the present bar; only bars of the symbol count, not slices. */
export interface SymbolHistory {
  readonly open: SeriesView;
  readonly high: SeriesView;
  readonly low: SeriesView;
  readonly close: SeriesView;
  readonly volume: SeriesView;
}

/** The declared look-back of every symbol, in memory that is allocated once. */
export class MarketHistory {
  readonly #pasts: readonly PastBars[];
  /** By symbol index. */
  readonly views: readonly SymbolHistory[];

  /** `played` are, by symbol index, the bars that slices will bring, where they are in memory from the first one on. */
  constructor(symbols: readonly string[], lookback: number, played: readonly (BarSeries | null)[] = []) {
    this.#pasts = symbols.map((symbol, index) => new PastBars(symbol, lookback, played[index]));
    this.views = this.#pasts.map((past) =>
      Object.freeze({
        open: past.view('open'),
        high: past.view('high'),
        low: past.view('low'),
        close: past.view('close'),
        volume: past.view('volume'),
      }),
    );
  }

  /** Takes the bars of a slice, after what happened to instruments before it. */
  push(slice: MarketSlice): void {
    const { actions, fresh } = slice;
    const pasts = this.#pasts;
    for (let i = 0; i < actions.length; i++) {
      const action = actions[i]!;
      if (action.kind === 'split') pasts[action.symbolIndex]!.split(action.ratio);
    }
    for (let symbol = 0; symbol < pasts.length; symbol++) {
      if (fresh[symbol] === 1) pasts[symbol]!.push(slice, symbol);
    }
  }

  /** Whether the symbol has its whole look-back. */
  isWarm(symbolIndex: number): boolean {
    return this.#pasts[symbolIndex]!.isFull;
  }
}
