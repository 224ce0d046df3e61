import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../../src/math/random.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';

/** What the random bars of a symbol are like. */
export interface SeriesShape {
  /** Slices of the calendar; the symbol has a bar in those that it does not miss. */
  readonly slices: number;
  /** The first and, exclusively, the last slice in which the symbol has bars; all by default. */
  readonly first?: number;
  readonly end?: number;
  /** The part of the slices in between that have no bar; none by default. */
  readonly missing?: number;
  /** The standard deviation of a bar's log return. */
  readonly deviation?: number;
  /** The level that prices start from. */
  readonly price?: number;
}

const DAY_MS = 86_400_000;
const MONDAY = Date.UTC(2001, 0, 1);

/** The time of a slice of the calendar: one a weekday, from Monday 2001-01-01 on. */
function weekdayTime(slice: number): number {
  return MONDAY + (7 * Math.floor(slice / 5) + (slice % 5)) * DAY_MS;
}

/** Random-walk bars with gapping opens and prices of four decimals, the same for the same seed. */
export function randomSeries(symbol: string, seed: number, shape: SeriesShape): BarSeries {
  const { slices, first = 0, end = slices, missing = 0, deviation = 0.02, price = 50 } = shape;
  const random = randomFrom(seed).split(symbol);
  const cents = (value: number): number => Math.round(value * 10_000) / 10_000;
  const rows: number[][] = [];
  let last = price;
  for (let slice = first; slice < end; slice++) {
    const open = cents(last * Math.exp(0.3 * deviation * random.normal()));
    const close = cents(open * Math.exp(deviation * random.normal()));
    const high = cents(Math.max(open, close) * Math.exp(0.5 * deviation * random.uniform()));
    const low = cents(Math.min(open, close) * Math.exp(-0.5 * deviation * random.uniform()));
    const volume = 100 + random.integer(100_000);
    last = close;
    if (random.uniform() < missing) continue;
    rows.push([
      weekdayTime(slice),
      open,
      Math.max(high, open, close),
      Math.min(low, open, close),
      close,
      volume,
    ]);
  }
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at]!);
  return {
    symbol,
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
}

/** The bars as the text of a CSV file, to the last bit. */
export function csvText({ time, open, high, low, close, volume }: BarSeries): string {
  const rows = Array.from(time, (at, i) =>
    [new Date(at).toISOString().slice(0, 10), open[i], high[i], low[i], close[i], volume[i]].join(','),
  );
  return `date,open,high,low,close,volume\n${rows.join('\n')}\n`;
}

/** Writes each series into a file of the folder and returns the folder. */
export function writeSeries(folder: string, series: readonly BarSeries[]): string {
  for (const bars of series) writeFileSync(join(folder, `${bars.symbol}.csv`), csvText(bars));
  return folder;
}
