import { type DataOptions, loadMarketData, type MarketData } from '../market/data-folder.ts';
import { isOnTick } from '../math/steps.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { DataGap } from '../model/data-gap.ts';
import type { EpochMs } from '../model/time.ts';
import { sessionCheckOf } from './session-faults.ts';

/** A close that is further than this from the close before it, as a part of that, is worth a look. */
const JUMP = 0.5;

/** What is odd about the bars of a symbol, counted; each such bar is valid. */
interface OddBars {
  /** Without volume, where the source has volumes at all. */
  readonly withoutVolume: number;
  /** With a price between two ticks. */
  readonly offTick: number;
  /** Whose close is more than half away from the close before it. */
  readonly jumps: number;
}

/** What a check says of the bars of one symbol. */
export interface CheckedSymbol {
  readonly symbol: string;
  readonly bars: number;
  readonly first: EpochMs;
  readonly last: EpochMs;
  readonly calendar: string | null;
  /** Rows that repeated the bar before them and were kept once. */
  readonly duplicates: number;
  readonly sessionsMissing: number;
  readonly barsMissing: number;
  readonly gaps: readonly DataGap[];
  /** Bars in no session; 0 without a calendar. */
  readonly outsideSessions: number;
  readonly odd: OddBars;
}

/** What a check says of a data folder. */
export interface DataCheck {
  readonly name: string;
  readonly dataHash: string;
  readonly symbols: readonly CheckedSymbol[];
}

/** Reads the data at a path with every check of a run, and holds them against their calendars. Nothing is written. */
export function checkDataFolder(path: string, options: Pick<DataOptions, 'timeZone'> = {}): DataCheck {
  const data = loadMarketData(path, options);
  const symbols = data.series.map((bars, index) => checkedSymbol(data, bars, index));
  return { name: data.name, dataHash: data.dataHash, symbols };
}

function checkedSymbol(data: MarketData, bars: BarSeries, index: number): CheckedSymbol {
  const { calendar, tickSize } = data.instruments[index]!;
  const check = sessionCheckOf(data, index);
  const gaps = check?.gaps ?? [];
  const missing = (kind: DataGap['kind']): number =>
    gaps.reduce((sum, gap) => (gap.kind === kind ? sum + gap.missing : sum), 0);
  return {
    symbol: bars.symbol,
    bars: bars.time.length,
    first: bars.time[0]!,
    last: bars.time.at(-1)!,
    calendar,
    duplicates: data.duplicates[index]!,
    sessionsMissing: missing('sessions'),
    barsMissing: missing('bars'),
    gaps,
    outsideSessions: check?.outside.length ?? 0,
    odd: oddBars(bars, tickSize),
  };
}

function oddBars(
  { open, high, low, close, volume, hasVolume, quotes }: BarSeries,
  tickSize: number | null,
): OddBars {
  let withoutVolume = 0;
  let offTick = 0;
  let jumps = 0;
  for (let bar = 0; bar < close.length; bar++) {
    if (hasVolume !== false && volume[bar] === 0) withoutVolume++;
    const prices = [open[bar]!, high[bar]!, low[bar]!, close[bar]!];
    // The middle of a quote lies where it will.
    const isOff = tickSize !== null && !quotes && prices.some((price) => !isOnTick(price, tickSize));
    if (isOff) offTick++;
    const before = bar === 0 ? close[bar]! : close[bar - 1]!;
    if (Math.abs(close[bar]! - before) > JUMP * Math.abs(before)) jumps++;
  }
  return { withoutVolume, offTick, jumps };
}
