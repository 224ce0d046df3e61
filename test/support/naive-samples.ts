import { createHash } from 'node:crypto';
import type { SliceRow } from './slices.ts';

/** A labelled row as the formula of docs/semantics.md gives it, from all bars at once. */
export interface NaiveSample {
  readonly slice: number;
  readonly symbol: number;
  /** The last log return of the symbol. */
  readonly feature: number;
  readonly label: number;
}

function lastCloseBefore(rows: readonly SliceRow[], slice: number, symbol: number): number {
  const earlier = rows.slice(0, slice).findLast((row) => row[symbol]);
  return earlier?.[symbol]?.close ?? Number.NaN;
}

/** The row of one symbol at one slice; null where it lacks a bar that it needs. Reads the future, as a label does. */
function naiveSample(
  rows: readonly SliceRow[],
  slice: number,
  symbol: number,
  horizon: number,
): NaiveSample | null {
  const decision = rows[slice]?.[symbol];
  const entry = rows[slice + 1]?.[symbol];
  const exit = rows[slice + horizon]?.[symbol];
  if (!decision || !entry || !exit) return null;
  const feature = Math.log(decision.close / lastCloseBefore(rows, slice, symbol));
  if (Number.isNaN(feature)) return null;
  const unit = (0.001 + Math.abs(feature)) * Math.sqrt(horizon);
  return { slice, symbol, feature, label: Math.log(exit.close / entry.open) / unit };
}

/** The rows of the slices from `first` to `last`, in time order and then by symbol. */
export function naiveSamples(
  rows: readonly SliceRow[],
  first: number,
  last: number,
  { horizon, symbols }: { readonly horizon: number; readonly symbols: readonly number[] },
): NaiveSample[] {
  const samples: NaiveSample[] = [];
  for (let slice = first; slice <= last; slice++) {
    for (const symbol of symbols) {
      const sample = naiveSample(rows, slice, symbol, horizon);
      if (sample) samples.push(sample);
    }
  }
  return samples;
}

/** SHA-256 over all features and then all labels, as 64-bit floating-point numbers. */
export function hashOfSamples(samples: readonly NaiveSample[]): string {
  const numbers = [...samples.map(({ feature }) => feature), ...samples.map(({ label }) => label)];
  return createHash('sha256')
    .update(new Uint8Array(Float64Array.from(numbers).buffer))
    .digest('hex');
}
