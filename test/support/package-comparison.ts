import type { Columns } from '../oracles/naive-indicators.ts';
import { walk } from './indicator-cases.ts';

/** A bar with the names that other packages use. */
export interface PackageBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** An indicator of ours and one of a package that should say the same. */
export interface Pair {
  readonly own: { readonly ready: boolean };
  /** What ours is fed with. */
  readonly columns: readonly (keyof Columns)[];
  /** Feeds the other and returns its value; anything that is no number while it has none. */
  readonly other: (bar: PackageBar) => unknown;
  /** The output of ours; `value` if not given. */
  readonly output?: string;
}

const BARS = 400;

/** A walk that never stands still. */
const DATA = ((): Columns => {
  const { open, high, low, close, volume } = walk(5, BARS + 100);
  const moving = (values: number[]): number[] => values.slice(100);
  return {
    open: moving(open),
    high: moving(high),
    low: moving(low),
    close: moving(close),
    volume: moving(volume),
  };
})();

/** The largest relative difference between the two from bar `from` on; infinite where they never speak at the same bar. */
export function largestDifference({ own, columns, other, output = 'value' }: Pair, from = 0): number {
  const updatable = own as { readonly ready: boolean; update: (...input: number[]) => void };
  let largest = Number.NEGATIVE_INFINITY;
  for (let bar = 0; bar < BARS; bar++) {
    updatable.update(...columns.map((column) => DATA[column][bar]!));
    const theirs = other(barAt(bar));
    if (!own.ready || typeof theirs !== 'number' || Number.isNaN(theirs) || bar < from) continue;
    const ours = (own as unknown as Record<string, number>)[output]!;
    largest = Math.max(largest, Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs)));
  }
  return largest < 0 ? Number.POSITIVE_INFINITY : largest;
}

const barAt = (bar: number): PackageBar => ({
  open: DATA.open[bar]!,
  high: DATA.high[bar]!,
  low: DATA.low[bar]!,
  close: DATA.close[bar]!,
  volume: DATA.volume[bar]!,
});
