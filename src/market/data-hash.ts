import { createHash } from 'node:crypto';
import type { BarSeries } from '../model/bar-series.ts';

/**
 * SHA-256, hexadecimal, over the symbols, the bars and the market actions of the series in their order: what was read and not how it was
 * written, so that a file and its compressed copy have the same hash. Numbers enter as little-endian doubles.
 */
export function hashBars(series: readonly BarSeries[]): string {
  const hash = createHash('sha256');
  for (const { symbol, time, open, high, low, close, volume, actions = [] } of series) {
    hash.update(`${symbol}\n${time.length}\n`);
    for (const column of [time, open, high, low, close, volume]) hash.update(column);
    if (actions.length > 0) hash.update(JSON.stringify(actions));
  }
  return hash.digest('hex');
}
