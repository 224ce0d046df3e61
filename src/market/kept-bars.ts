import type { BarSeries } from '../model/bar-series.ts';
import type { PriceColumns } from '../model/price-columns.ts';

/** A series without the bars of these numbers, which rise. */
export function withoutBars(series: BarSeries, dropped: readonly number[]): BarSeries {
  if (dropped.length === 0) return series;
  const numbers = new Set(dropped);
  const keep = (column: Float64Array): Float64Array => column.filter((_, bar) => !numbers.has(bar));
  const prices = ({ open, high, low, close }: PriceColumns): PriceColumns => ({
    open: keep(open),
    high: keep(high),
    low: keep(low),
    close: keep(close),
  });
  const { quotes } = series;
  return {
    ...series,
    ...prices(series),
    time: keep(series.time),
    volume: keep(series.volume),
    ...(quotes && {
      quotes: {
        bid: prices(quotes.bid),
        ask: prices(quotes.ask),
        ...(quotes.bidSize && { bidSize: keep(quotes.bidSize) }),
        ...(quotes.askSize && { askSize: keep(quotes.askSize) }),
      },
    }),
  };
}
