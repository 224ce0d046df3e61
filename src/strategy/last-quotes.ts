import type { Quoting } from '../model/bar-series.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { QuoteView } from './context.ts';

type Writable = { -readonly [Key in keyof QuoteView]: QuoteView[Key] };

/** The last bid and ask of each symbol, in objects that are made once. */
export class LastQuotes {
  readonly #quoting: readonly Quoting[];
  readonly #views: readonly Writable[];
  readonly #present: () => MarketSlice;

  /** `present` is the slice of now. */
  constructor(quoting: readonly Quoting[], present: () => MarketSlice) {
    this.#quoting = quoting;
    this.#present = present;
    this.#views = quoting.map(() => ({ bid: Number.NaN, ask: Number.NaN, bidSize: null, askSize: null }));
  }

  /** The quote as it is now; null where there is none. */
  of(symbolIndex: number): QuoteView | null {
    const quoting = this.#quoting[symbolIndex];
    const { bid, ask, bidSize, askSize } = this.#present();
    if (quoting === undefined || quoting === 'none' || Number.isNaN(bid.close[symbolIndex])) return null;
    const view = this.#views[symbolIndex]!;
    view.bid = bid.close[symbolIndex]!;
    view.ask = ask.close[symbolIndex]!;
    if (quoting === 'sizes') {
      view.bidSize = bidSize[symbolIndex]!;
      view.askSize = askSize[symbolIndex]!;
    }
    return view;
  }
}
