import type { BarSeries, QuoteColumns } from '../model/bar-series.ts';
import type { MarketAction } from '../model/market-action.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { PriceColumns } from '../model/price-columns.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { isWindowed, type PlayableBars } from './bar-windows.ts';
import { NO_ACTIONS, PlayedSlice } from './played-slice.ts';

const NO_TIMES = new Float64Array(0);
const NO_QUOTES: Partial<QuoteColumns> = Object.freeze({});

/**
 * Plays the bars of several symbols in the order of their times, one slice for each distinct time. The slice is one
 * object whose arrays are overwritten by every step, so that it never holds anything of the future, and stepping
 * allocates nothing.
 *
 * A symbol without a bar at the time is stale: `fresh` is 0, open, high and low are NaN, the volume is zero and the
 * close is its last one, NaN before its first bar. Bids and asks are those of the series, or the prices themselves
 * where it has none.
 *
 * Bars that come in windows are played the same; then two feeds of the same bars must not be played in turns.
 */
export class BarFeed {
  /** The market at the current time; before the first step its time is NaN and its index -1. */
  readonly slice: MarketSlice;
  /** The number of distinct times over all symbols. */
  readonly sliceCount: number;
  readonly #bars: readonly PlayableBars[];
  /** The window of each symbol, and the number of its first bar. */
  readonly #series: BarSeries[];
  readonly #windowStarts: Float64Array;
  readonly #slice: PlayedSlice;
  /** Whether all bars are in memory and all symbols have one at the same times: then one cursor is that of all. */
  readonly #isAligned: boolean;
  /** What every step of aligned symbols reads: their times, and the closes by symbol. */
  readonly #times: Float64Array;
  readonly #closes: readonly Float64Array[];
  #cursor = 0;
  /** The next bar of each symbol, and its time; infinity after the last one. */
  readonly #cursors: Int32Array;
  readonly #timesNext: Float64Array;
  /** The next action of each symbol. */
  readonly #actionCursors: Int32Array;
  readonly #hasActions: boolean;
  readonly #hasQuotes: boolean;

  /** @throws RegimetaError E_INVARIANT where two series are of one symbol. */
  constructor(bars: readonly PlayableBars[]) {
    const symbols = bars.map(({ symbol }) => symbol);
    if (new Set(symbols).size !== symbols.length) {
      throw new RegimetaError('E_INVARIANT', {
        rule: 'a feed has one series for each symbol',
        found: symbols.join(' '),
      });
    }
    this.#bars = bars;
    this.#series = bars.map(firstWindow);
    this.#windowStarts = new Float64Array(bars.length);
    this.#cursors = new Int32Array(bars.length);
    this.#actionCursors = new Int32Array(bars.length);
    this.#hasActions = bars.some(({ actions = [] }) => actions.length > 0);
    this.#timesNext = new Float64Array(bars.length);
    this.#hasQuotes = this.#series.some(({ quotes }) => quotes !== undefined);
    this.#isAligned = !this.#hasQuotes && !bars.some(isWindowed) && areAligned(this.#series);
    this.#times = this.#isAligned ? this.#series[0].time : NO_TIMES;
    this.#closes = this.#series.map(({ close }) => close);
    this.#slice = new PlayedSlice(symbols, this.#hasQuotes, () => this.#showAligned());
    this.slice = this.#slice;
    this.rewind();
    this.sliceCount = this.#countSlices();
    this.rewind();
  }

  /** Moves on to the next time; false, and no change, after the last one. */
  next(): boolean {
    return this.#isAligned ? this.#nextAligned() : this.#nextByTime();
  }

  /** All symbols have a bar at the next time; most of it is copied only where it is read. */
  #nextAligned(): boolean {
    const cursor = this.#cursor;
    const times = this.#times;
    if (cursor === times.length) return false;
    const slice = this.#slice;
    const closes = this.#closes;
    const { close } = slice;
    this.#cursor = cursor + 1;
    slice.index = cursor;
    slice.time = times[cursor];
    if (this.#hasActions) this.#act(times[cursor]);
    for (let symbol = 0; symbol < closes.length; symbol++) close[symbol] = closes[symbol][cursor];
    if (cursor === 0) this.#showAll();
    slice.isPending = true;
    return true;
  }

  #showAll(): void {
    this.#slice.fresh.fill(1);
    this.#slice.isComplete = true;
  }

  /** All but the closes, which are there, as are quotes, of which bars that are aligned have none. */
  #showAligned(): void {
    const { open, high, low, volume } = this.#slice;
    const cursor = this.#cursor - 1;
    for (let symbol = 0; symbol < this.#series.length; symbol++) {
      const series = this.#series[symbol];
      open[symbol] = series.open[cursor];
      high[symbol] = series.high[cursor];
      low[symbol] = series.low[cursor];
      volume[symbol] = series.volume[cursor];
    }
  }

  #nextByTime(): boolean {
    const time = this.#timeNext();
    if (time === Number.POSITIVE_INFINITY) return false;
    this.#slice.time = time;
    this.#slice.index++;
    if (this.#hasActions) this.#act(time);
    const timesNext = this.#timesNext;
    const fresh = this.#slice.fresh;
    let isComplete = true;
    for (let symbol = 0; symbol < timesNext.length; symbol++) {
      if (timesNext[symbol] === time) this.#show(symbol);
      else {
        isComplete = false;
        if (fresh[symbol] === 1) this.#hide(symbol);
      }
    }
    this.#slice.isComplete = isComplete;
    return true;
  }

  /** Goes back to before the first time. */
  rewind(): void {
    const slice = this.#slice;
    slice.time = Number.NaN;
    slice.index = -1;
    slice.isPending = false;
    slice.isComplete = false;
    slice.close.fill(Number.NaN);
    slice.bid.close.fill(Number.NaN);
    slice.ask.close.fill(Number.NaN);
    this.#cursor = 0;
    this.#cursors.fill(0);
    this.#actionCursors.fill(0);
    slice.actions = NO_ACTIONS;
    this.#windowStarts.fill(0);
    for (let symbol = 0; symbol < this.#series.length; symbol++) {
      this.#hide(symbol);
      this.#series[symbol] = firstWindow(this.#bars[symbol]);
      this.#timesNext[symbol] = timeAt(this.#series[symbol], 0);
    }
  }

  /** Shows what happened up to `time`, by symbol. A close that stays until the next bar is restated over a split. */
  #act(time: number): void {
    const slice = this.#slice;
    if (slice.actions.length > 0) slice.actions = NO_ACTIONS;
    for (let symbolIndex = 0; symbolIndex < this.#series.length; symbolIndex++) {
      const { actions = [] } = this.#bars[symbolIndex];
      for (; this.#actionTimeAt(symbolIndex) <= time; this.#actionCursors[symbolIndex]++) {
        const { time: _, ...terms } = actions[this.#actionCursors[symbolIndex]];
        const action: MarketAction = { ...terms, symbolIndex };
        slice.actions = [...slice.actions, action];
        if (action.kind === 'split') this.#split(symbolIndex, action.ratio);
      }
    }
  }

  #split(symbol: number, ratio: number): void {
    const { close, bid, ask } = this.#slice;
    close[symbol] /= ratio;
    if (!this.#hasQuotes) return;
    bid.close[symbol] /= ratio;
    ask.close[symbol] /= ratio;
  }

  #actionTimeAt(symbolIndex: number): number {
    const { actions } = this.#bars[symbolIndex];
    const cursor = this.#actionCursors[symbolIndex];
    return actions && cursor < actions.length ? actions[cursor].time : Number.POSITIVE_INFINITY;
  }

  #show(symbol: number): void {
    this.#slice.fresh[symbol] = 1;
    this.#copy(symbol, this.#cursors[symbol]);
    this.#advance(symbol);
  }

  #copy(symbol: number, cursor: number): void {
    const series = this.#series[symbol];
    const slice = this.#slice;
    slice.open[symbol] = series.open[cursor];
    slice.high[symbol] = series.high[cursor];
    slice.low[symbol] = series.low[cursor];
    slice.close[symbol] = series.close[cursor];
    slice.volume[symbol] = series.volume[cursor];
    if (this.#hasQuotes) this.#quote(symbol, series, cursor);
  }

  #quote(symbol: number, series: BarSeries, cursor: number): void {
    const {
      bid = series,
      ask = series,
      bidSize = series.volume,
      askSize = series.volume,
    } = series.quotes ?? NO_QUOTES;
    const slice = this.#slice;
    copyPrices(bid, cursor, slice.bid, symbol);
    copyPrices(ask, cursor, slice.ask, symbol);
    slice.bidSize[symbol] = bidSize[cursor];
    slice.askSize[symbol] = askSize[cursor];
  }

  /** Moves the cursor of a symbol to its next bar, into the next window where this one is through. */
  #advance(symbol: number): void {
    const cursor = ++this.#cursors[symbol];
    const { time } = this.#series[symbol];
    // Not one expression of the two, which would box the time.
    if (cursor < time.length) this.#timesNext[symbol] = time[cursor];
    else this.#timesNext[symbol] = this.#openWindow(symbol);
  }

  /** The first time of the next window of a symbol; infinity where there is none. */
  #openWindow(symbol: number): number {
    const bars = this.#bars[symbol];
    if (!isWindowed(bars)) return Number.POSITIVE_INFINITY;
    const start = this.#windowStarts[symbol] + this.#cursors[symbol];
    if (start >= bars.time.length) return Number.POSITIVE_INFINITY;
    const window = bars.read(start);
    this.#series[symbol] = window;
    this.#windowStarts[symbol] = start;
    this.#cursors[symbol] = 0;
    return window.time[0];
  }

  #hide(symbol: number): void {
    const slice = this.#slice;
    slice.fresh[symbol] = 0;
    slice.open[symbol] = Number.NaN;
    slice.high[symbol] = Number.NaN;
    slice.low[symbol] = Number.NaN;
    slice.volume[symbol] = 0;
    if (!this.#hasQuotes) return;
    hidePrices(slice.bid, symbol);
    hidePrices(slice.ask, symbol);
  }

  #timeNext(): number {
    const timesNext = this.#timesNext;
    let time = Number.POSITIVE_INFINITY;
    for (let symbol = 0; symbol < timesNext.length; symbol++) {
      if (timesNext[symbol] < time) time = timesNext[symbol];
    }
    return time;
  }

  #countSlices(): number {
    if (this.#isAligned) return this.#bars[0].time.length;
    const timesNext = this.#timesNext;
    let count = 0;
    for (let time = this.#timeNext(); time < Number.POSITIVE_INFINITY; time = this.#timeNext()) {
      count++;
      for (let symbol = 0; symbol < timesNext.length; symbol++) {
        if (timesNext[symbol] === time) this.#advance(symbol);
      }
    }
    return count;
  }
}

/** Whether all series have bars at the very same times; true of one, false of none. */
function areAligned(series: readonly BarSeries[]): boolean {
  const [first] = series;
  if (first === undefined) return false;
  return series.every(({ time }) => time === first.time || haveSameTimes(time, first.time));
}

function haveSameTimes(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function timeAt(series: BarSeries, cursor: number): number {
  return cursor < series.time.length ? series.time[cursor] : Number.POSITIVE_INFINITY;
}

/** All bars of a series that is in memory, else the first of them. */
function firstWindow(bars: PlayableBars): BarSeries {
  return isWindowed(bars) ? bars.read(0) : bars;
}

/** Copies the prices of a bar to those of a symbol. */
function copyPrices(from: PriceColumns, bar: number, to: PriceColumns, symbol: number): void {
  to.open[symbol] = from.open[bar];
  to.high[symbol] = from.high[bar];
  to.low[symbol] = from.low[bar];
  to.close[symbol] = from.close[bar];
}

/** All but the close, which stays. */
function hidePrices(prices: PriceColumns, symbol: number): void {
  prices.open[symbol] = Number.NaN;
  prices.high[symbol] = Number.NaN;
  prices.low[symbol] = Number.NaN;
}
