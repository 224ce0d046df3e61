import type { BarTiming } from '../../model/bar-timing.ts';
import type { MarketAction } from '../../model/market-action.ts';
import type { MarketSlice } from '../../model/market-slice.ts';
import type { PriceColumns } from '../../model/price-columns.ts';
import type { SessionClock } from '../../model/session.ts';
import type { TimeframeRule } from '../../model/timeframe.ts';
import { SessionBuckets } from './session-buckets.ts';

const NO_ACTIONS: readonly MarketAction[] = Object.freeze([]);

/** The bars that were completed, as a slice of their own: `fresh` where a symbol has one. */
type CompletedBars = { -readonly [Key in keyof MarketSlice]: MarketSlice[Key] };

/** What bars are built from: the timeframe, the sessions of each symbol, and what the times of the slices mean. */
export interface BarBuilderSettings {
  readonly symbols: readonly string[];
  readonly rule: TimeframeRule;
  /** By symbol index. */
  readonly sessions: readonly SessionClock[];
  /** By symbol index; of all symbols alike in when bars are known. */
  readonly timings: readonly BarTiming[];
  /** Whether bids and asks are built too. */
  readonly hasQuotes: boolean;
}

/**
 * Builds the bars of a timeframe from slices, and hands each on when it is complete: once all that belongs to it is
 * known, and never before. Nothing of a bar that is still being built can be seen. Allocates nothing a slice.
 */
export class BarBuilder {
  /** 1 where a bar of the symbol was completed by the last slice. */
  readonly completed: Uint8Array;
  /** The beginning of the last completed bar of each symbol: of sessions, weeks and months the date of the first session. */
  readonly beginTimes: Float64Array;
  readonly #settings: BarBuilderSettings;
  readonly #buckets: readonly SessionBuckets[];
  readonly #shown: CompletedBars;
  /** The prices of bars that are being built, and where they go to: the middle, and bid and ask where they are built too. */
  readonly #building: readonly PriceColumns[];
  readonly #complete: readonly PriceColumns[];
  /** Milliseconds from the beginning of a symbol's bar to its time, and from there to when it is known. */
  readonly #sinceBegin: Float64Array;
  readonly #untilKnown: number;
  readonly #volume: Float64Array;
  readonly #begins: Float64Array;
  /** When the bar that is being built is complete; infinity where none is or where that is not known yet. */
  readonly #ends: Float64Array;
  readonly #isOpen: Uint8Array;
  /** Events, units or money so far, of the timeframes that count them. */
  readonly #amounts: Float64Array;

  constructor(settings: BarBuilderSettings) {
    const { symbols, rule, sessions, timings, hasQuotes } = settings;
    const column = (): Float64Array => new Float64Array(symbols.length);
    const prices = (): PriceColumns => ({ open: column(), high: column(), low: column(), close: column() });
    const middle = prices();
    const volume = column();
    this.#settings = settings;
    this.#buckets = sessions.map(
      (clock, symbol) => new SessionBuckets(rule, clock, timings[symbol]!.isDaily),
    );
    this.#shown = {
      symbols,
      time: Number.NaN,
      index: -1,
      fresh: new Uint8Array(symbols.length),
      isComplete: false,
      ...middle,
      volume,
      bid: hasQuotes ? prices() : middle,
      ask: hasQuotes ? prices() : middle,
      bidSize: volume,
      askSize: volume,
      actions: NO_ACTIONS,
    };
    this.#complete = hasQuotes ? [middle, this.#shown.bid, this.#shown.ask] : [middle];
    this.#building = this.#complete.map(prices);
    this.#sinceBegin = Float64Array.from(timings, ({ sinceBeginMs }) => sinceBeginMs);
    this.#untilKnown = Math.min(...timings.map(({ untilKnownMs }) => untilKnownMs));
    this.#volume = column();
    this.#begins = column();
    this.#ends = column().fill(Number.POSITIVE_INFINITY);
    this.#isOpen = new Uint8Array(symbols.length);
    this.#amounts = column();
    this.completed = new Uint8Array(symbols.length);
    this.beginTimes = column();
  }

  /**
   * Takes a slice. `emit` gets the bars that were complete before it, and then those that are complete with it, each time
   * as the same slice, with the market actions of the slice in between.
   */
  take(slice: MarketSlice, emit: (completed: MarketSlice) => void): void {
    const { time } = slice;
    const shown = this.#shown;
    this.completed.fill(0);
    shown.time = time;
    shown.actions = NO_ACTIONS;
    if (this.#completeBefore(slice.fresh, time)) this.#emit(emit);
    if (slice.actions.length > 0) this.#restate(slice.actions);
    for (let symbol = 0; symbol < slice.fresh.length; symbol++) {
      if (slice.fresh[symbol] === 1) this.#add(slice, symbol);
    }
    shown.actions = slice.actions;
    if (this.#completeBy(time + this.#untilKnown) || slice.actions.length > 0) this.#emit(emit);
  }

  /** Whether a bar of the symbol is being built. */
  isBuilding(symbolIndex: number): boolean {
    return this.#isOpen[symbolIndex] === 1;
  }

  #emit(emit: (completed: MarketSlice) => void): void {
    this.#shown.index++;
    emit(this.#shown);
    this.#shown.fresh.fill(0);
  }

  /** Completes what the bars that now begin do not belong to any more. */
  #completeBefore(fresh: Uint8Array, time: number): boolean {
    let any = false;
    for (let symbol = 0; symbol < fresh.length; symbol++) {
      if (fresh[symbol] === 0 || !(time - this.#sinceBegin[symbol]! >= this.#ends[symbol]!)) continue;
      this.#show(symbol);
      any = true;
    }
    return any;
  }

  #completeBy(known: number): boolean {
    let any = false;
    const ends = this.#ends;
    for (let symbol = 0; symbol < ends.length; symbol++) {
      if (!(ends[symbol]! <= known)) continue;
      this.#show(symbol);
      any = true;
    }
    return any;
  }

  #show(symbol: number): void {
    const shown = this.#shown;
    for (let side = 0; side < this.#complete.length; side++) {
      const from = this.#building[side]!;
      const to = this.#complete[side]!;
      to.open[symbol] = from.open[symbol]!;
      to.high[symbol] = from.high[symbol]!;
      to.low[symbol] = from.low[symbol]!;
      to.close[symbol] = from.close[symbol]!;
    }
    shown.volume[symbol] = this.#volume[symbol]!;
    shown.fresh[symbol] = 1;
    this.completed[symbol] = 1;
    this.beginTimes[symbol] = this.#begins[symbol]!;
    this.#isOpen[symbol] = 0;
    this.#ends[symbol] = Number.POSITIVE_INFINITY;
  }

  #add(slice: MarketSlice, symbol: number): void {
    const bucket = this.#buckets[symbol]!;
    if (!bucket.find(slice.time - this.#sinceBegin[symbol]!)) return;
    const isOpen = this.#isOpen[symbol] === 1;
    this.#extend(0, slice, symbol, isOpen);
    if (this.#building.length > 1) {
      this.#extend(1, slice.bid, symbol, isOpen);
      this.#extend(2, slice.ask, symbol, isOpen);
    }
    const volume = slice.volume[symbol]!;
    if (!isOpen) {
      this.#isOpen[symbol] = 1;
      this.#begins[symbol] = bucket.begin;
      this.#ends[symbol] = bucket.end;
      this.#volume[symbol] = 0;
      this.#amounts[symbol] = 0;
    }
    this.#volume[symbol]! += volume;
    this.#count(symbol, volume, slice.close[symbol]!);
  }

  #extend(side: number, from: PriceColumns, symbol: number, isOpen: boolean): void {
    const to = this.#building[side]!;
    const high = from.high[symbol]!;
    const low = from.low[symbol]!;
    if (!isOpen) to.open[symbol] = from.open[symbol]!;
    if (!isOpen || high > to.high[symbol]!) to.high[symbol] = high;
    if (!isOpen || low < to.low[symbol]!) to.low[symbol] = low;
    to.close[symbol] = from.close[symbol]!;
  }

  /** Ends a bar that has reached its amount; what is beyond it is no part of the next one. */
  #count(symbol: number, volume: number, close: number): void {
    const { rule } = this.#settings;
    if (rule.kind !== 'tick' && rule.kind !== 'volume' && rule.kind !== 'value') return;
    if (rule.kind === 'tick') this.#amounts[symbol]!++;
    else this.#amounts[symbol]! += rule.kind === 'volume' ? volume : volume * Math.abs(close);
    if (this.#amounts[symbol]! >= rule.amount) this.#ends[symbol] = Number.NEGATIVE_INFINITY;
  }

  /** Restates what is being built over splits. */
  #restate(actions: readonly MarketAction[]): void {
    for (const action of actions) {
      if (action.kind !== 'split') continue;
      const { symbolIndex: symbol, ratio } = action;
      for (const prices of this.#building) {
        prices.open[symbol]! /= ratio;
        prices.high[symbol]! /= ratio;
        prices.low[symbol]! /= ratio;
        prices.close[symbol]! /= ratio;
      }
      this.#volume[symbol]! *= ratio;
      if (this.#settings.rule.kind === 'volume') this.#amounts[symbol]! *= ratio;
    }
  }
}
