import { createHash } from 'node:crypto';
import type { BarKind, BarSeries, InstrumentAction } from '../model/bar-series.ts';
import { packedColumns } from './packed-bars.ts';

/** What the hash of data takes of a symbol. */
export interface HashedBars {
  readonly symbol: string;
  readonly kind: BarKind;
  readonly count: number;
  readonly actions: readonly InstrumentAction[];
  /** Hands the values of the packed columns over, column after column, in pieces of any size. */
  readonly eachPiece: (take: (values: Float64Array) => void) => void;
}

/**
 * SHA-256, hexadecimal, over the symbols, the bars and the market actions of the series in their order: what was read and not how it was
 * written, so that a file and its compressed copy have the same hash. Numbers enter as little-endian doubles.
 */
export function hashBars(series: readonly BarSeries[]): string {
  return hashPieces(
    series.map((bars) => ({
      symbol: bars.symbol,
      kind: bars.kind ?? 'bars',
      count: bars.time.length,
      actions: bars.actions ?? [],
      eachPiece: (take) => packedColumns(bars).forEach(take),
    })),
  );
}

/** The same hash of bars wherever they are kept. */
export function hashPieces(series: readonly HashedBars[]): string {
  const hash = createHash('sha256');
  for (const { symbol, kind, count, actions, eachPiece } of series) {
    hash.update(`${symbol}\n${count}\n${kind === 'bars' ? '' : `${kind}\n`}`);
    eachPiece((values) => hash.update(values));
    if (actions.length > 0) hash.update(JSON.stringify(actions));
  }
  return hash.digest('hex');
}
