import type { BarSeries, InstrumentAction, Quoting } from '../model/bar-series.ts';
import type { TimeColumn } from './time-column.ts';

/** The bars of a symbol that are not in memory all at once, but window by window. */
export interface BarWindows {
  readonly symbol: string;
  readonly time: TimeColumn;
  /** As those of a series. */
  readonly hasVolume?: boolean;
  /** What the bars quote; nothing if not given. */
  readonly quoting?: Quoting;
  readonly actions?: readonly InstrumentAction[];
  /** Bars from number `first` on, one at the least; the arrays are those of every call and hold until the next. */
  read(first: number): BarSeries;
}

/** Bars that can be played: a whole series, or windows of one. */
export type PlayableBars = BarSeries | BarWindows;

/** Whether the bars come in windows. */
export function isWindowed(bars: PlayableBars): bars is BarWindows {
  return 'read' in bars;
}

/** What the bars quote. */
export function quotingOf(bars: PlayableBars): Quoting {
  if (isWindowed(bars)) return bars.quoting ?? 'none';
  if (bars.quotes === undefined) return 'none';
  return bars.quotes.bidSize === undefined ? 'prices' : 'sizes';
}
