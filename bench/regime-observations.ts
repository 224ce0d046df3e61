import { BarFeed } from '../src/market/bar-feed.ts';
import type { BarSeries } from '../src/model/bar-series.ts';
import { MARKET_CHANNELS } from '../src/strategy/features/market-observation.ts';
import { trendFeatures } from '../src/strategy/features/trend-features.ts';

/** What detectors are fed with, row by row from the first slice that is observed on. */
export interface ObservedRows {
  /** Return, move and correlation of the market. */
  readonly market: readonly Float64Array[];
  /** The scaled returns of all symbols. */
  readonly symbols: readonly Float64Array[];
  /** The slice of the first row. */
  readonly first: number;
}

/** The observations of log returns, slice by slice with the symbols side by side, as a strategy would have them. */
export function observedRows(returns: Float64Array, symbolCount: number): ObservedRows {
  const slices = returns.length / symbolCount;
  const series = Array.from({ length: symbolCount }, (_, k) => barsOf(returns, { symbolCount, symbol: k }));
  const observation = { channels: MARKET_CHANNELS, symbolReturns: true };
  const features = trendFeatures({ observation }).create(symbolCount);
  const feed = new BarFeed(series);
  const row = new Float64Array(MARKET_CHANNELS.length + symbolCount);
  const market: Float64Array[] = [];
  const symbols: Float64Array[] = [];
  while (feed.next()) {
    features.update(feed.slice);
    if (!features.observe(row)) continue;
    market.push(row.slice(0, MARKET_CHANNELS.length));
    symbols.push(row.slice(MARKET_CHANNELS.length));
  }
  return { market, symbols, first: slices - market.length };
}

function barsOf(
  returns: Float64Array,
  { symbolCount, symbol }: { readonly symbolCount: number; readonly symbol: number },
): BarSeries {
  const slices = returns.length / symbolCount;
  const close = new Float64Array(slices);
  let level = 0;
  for (let t = 0; t < slices; t++) {
    level += returns[t * symbolCount + symbol]!;
    // Long drifts must not leave the range of prices.
    if (Math.abs(level) > 600) level -= Math.sign(level) * 1_200;
    close[t] = Math.exp(level);
  }
  const time = Float64Array.from({ length: slices }, (_, t) => t * 86_400_000);
  const volume = new Float64Array(slices).fill(1_000);
  return { symbol: `S${symbol}`, time, open: close, high: close, low: close, close, volume };
}
