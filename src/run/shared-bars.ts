import type { BarSeries, QuoteColumns } from '../model/bar-series.ts';
import type { PriceColumns } from '../model/price-columns.ts';

/** The same bars in memory that threads share: sent to a worker, the columns are not copied. */
export function sharedBars(series: readonly BarSeries[]): BarSeries[] {
  return series.map((bars) => ({
    ...bars,
    ...sharedPrices(bars),
    time: shared(bars.time),
    volume: shared(bars.volume),
    ...(bars.quotes && { quotes: sharedQuotes(bars.quotes) }),
  }));
}

function sharedQuotes({ bid, ask, bidSize, askSize }: QuoteColumns): QuoteColumns {
  return {
    bid: sharedPrices(bid),
    ask: sharedPrices(ask),
    ...(bidSize && { bidSize: shared(bidSize) }),
    ...(askSize && { askSize: shared(askSize) }),
  };
}

function sharedPrices({ open, high, low, close }: PriceColumns): PriceColumns {
  return { open: shared(open), high: shared(high), low: shared(low), close: shared(close) };
}

function shared(column: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}
