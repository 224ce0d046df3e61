import type { MarketSlice } from '../../src/model/market-slice.ts';

/** One bar of one symbol. */
export interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** The bars of one time, by symbol index; null where the symbol has none. */
export type SliceRow = readonly (Bar | null)[];

/** Midnight UTC of 2024-01-01, a Monday. */
export const START = 1_704_067_200_000;
const DAY = 86_400_000;

export function bar(open: number, high: number, low: number, close: number, volume = 1_000): Bar {
  return { open, high, low, close, volume };
}

/** A bar in which nothing moves. */
export function flat(price: number): Bar {
  return bar(price, price, price, price);
}

/** As many symbols as a row has: A, B, C and so on. */
export function symbolsOf(rows: readonly SliceRow[]): string[] {
  return Array.from(rows[0] ?? [], (_, index) => String.fromCharCode(65 + index));
}

/** The time of the n-th row: one day after the other. */
export function timeOfRow(row: number): number {
  return START + row * DAY;
}

/** One slice object whose arrays every `show` overwrites, as in a real feed. */
export class SliceWriter {
  readonly slice: { -readonly [Key in keyof MarketSlice]: MarketSlice[Key] };

  constructor(symbols: readonly string[]) {
    const column = (): Float64Array => new Float64Array(symbols.length).fill(Number.NaN);
    const prices = { open: column(), high: column(), low: column(), close: column() };
    const volume = new Float64Array(symbols.length);
    this.slice = {
      symbols,
      time: Number.NaN,
      index: -1,
      fresh: new Uint8Array(symbols.length),
      isComplete: false,
      ...prices,
      volume,
      bid: prices,
      ask: prices,
      bidSize: volume,
      askSize: volume,
      actions: [],
    };
  }

  /** Moves on to the next slice. A symbol without a bar keeps its close; its other prices are NaN. */
  show(row: SliceRow, time = timeOfRow(this.slice.index + 1)): MarketSlice {
    const { slice } = this;
    slice.index++;
    slice.time = time;
    slice.isComplete = row.every((entry) => entry != null);
    for (const [symbol, entry] of row.entries()) {
      slice.fresh[symbol] = entry ? 1 : 0;
      slice.open[symbol] = entry?.open ?? Number.NaN;
      slice.high[symbol] = entry?.high ?? Number.NaN;
      slice.low[symbol] = entry?.low ?? Number.NaN;
      slice.volume[symbol] = entry?.volume ?? 0;
      if (entry) slice.close[symbol] = entry.close;
    }
    return slice;
  }
}

/** The slices of the rows, one a day; the same object each time. */
export function* slicesOf(
  rows: readonly SliceRow[],
  symbols: readonly string[] = symbolsOf(rows),
): Generator<MarketSlice, void, void> {
  const writer = new SliceWriter(symbols);
  for (const row of rows) yield writer.show(row);
}
