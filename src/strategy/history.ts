import type { MarketSlice } from '../model/market-slice.ts';
import { BarRing } from './bar-ring.ts';
import type { SeriesView } from './series-view.ts';

/** The past of one symbol, ending at the present bar; only bars of the symbol count, not slices. */
export interface SymbolHistory {
  readonly open: SeriesView;
  readonly high: SeriesView;
  readonly low: SeriesView;
  readonly close: SeriesView;
  readonly volume: SeriesView;
}

/** Keeps the declared look-back of every symbol, in memory that is allocated once. */
export class MarketHistory {
  readonly #rings: readonly BarRing[];
  /** By symbol index. */
  readonly views: readonly SymbolHistory[];

  constructor(symbols: readonly string[], lookback: number) {
    this.#rings = symbols.map((symbol) => new BarRing(symbol, lookback));
    this.views = this.#rings.map((ring) =>
      Object.freeze({
        open: ring.view('open'),
        high: ring.view('high'),
        low: ring.view('low'),
        close: ring.view('close'),
        volume: ring.view('volume'),
      }),
    );
  }

  /** Takes the bars of a slice, after what happened to instruments before it. */
  push(slice: MarketSlice): void {
    const { actions } = slice;
    for (let i = 0; i < actions.length; i++) {
      const action = actions[i]!;
      if (action.kind === 'split') this.#rings[action.symbolIndex]!.split(action.ratio);
    }
    const rings = this.#rings;
    for (let symbol = 0; symbol < rings.length; symbol++) {
      if (slice.fresh[symbol] === 1) rings[symbol]!.push(slice, symbol);
    }
  }

  /** Whether the symbol has its whole look-back. */
  isWarm(symbolIndex: number): boolean {
    return this.#rings[symbolIndex]!.isFull;
  }
}
