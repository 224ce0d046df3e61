import type { BarSeries } from '../model/bar-series.ts';
import type { PriceColumns } from '../model/price-columns.ts';

/** The series with every column mapped; columns that are one array stay one. */
export function mapColumns(bars: BarSeries, map: (column: Float64Array) => Float64Array): BarSeries {
  const done = new Map<Float64Array, Float64Array>();
  const once = (column: Float64Array): Float64Array => {
    const mapped = done.get(column) ?? map(column);
    done.set(column, mapped);
    return mapped;
  };
  const prices = ({ open, high, low, close }: PriceColumns): PriceColumns => ({
    open: once(open),
    high: once(high),
    low: once(low),
    close: once(close),
  });
  const { quotes } = bars;
  const mapped = { ...bars, time: once(bars.time), ...prices(bars), volume: once(bars.volume) };
  if (quotes === undefined) return mapped;
  const { bidSize, askSize } = quotes;
  const sizes = bidSize && askSize && { bidSize: once(bidSize), askSize: once(askSize) };
  return { ...mapped, quotes: { bid: prices(quotes.bid), ask: prices(quotes.ask), ...sizes } };
}
