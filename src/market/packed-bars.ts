import type { BarKind, BarSeries } from '../model/bar-series.ts';
import type { PriceColumns } from '../model/price-columns.ts';

/** What is made of packed columns: the middles between bids and asks, and the volumes that quotes do not have. */
export interface DerivedColumns {
  /** As many columns as the kind needs, each as long as those that are packed. */
  readonly middles: readonly Float64Array[];
  readonly zeros: Float64Array;
}

/** The number of middles that a kind needs. */
export function middleCount(kind: BarKind): number {
  if (kind === 'quotes') return 1;
  return kind === 'bid-ask-bars' ? 4 : 0;
}

/**
 * The series of columns as they are kept, in the order of the fields of the kind. Middles are computed into `derived`.
 * Quotes have sizes where the first one has.
 */
export function unpackBars(
  symbol: string,
  kind: BarKind,
  columns: readonly Float64Array[],
  { middles, zeros }: DerivedColumns,
): BarSeries {
  const [time] = columns;
  if (kind === 'quotes') {
    const [, bid, ask, bidSize, askSize] = columns;
    setMiddle(bid, ask, middles[0]);
    const isSized = bidSize.length > 0 && !Number.isNaN(bidSize[0]);
    const quotes = { bid: samePrices(bid), ask: samePrices(ask), ...(isSized && { bidSize, askSize }) };
    return { symbol, kind, time, ...samePrices(middles[0]), volume: zeros, hasVolume: false, quotes };
  }
  if (kind === 'bid-ask-bars') {
    const bid = pricesFrom(columns, 1);
    const ask = pricesFrom(columns, 5);
    for (const field of PRICES.keys()) setMiddle(columns[1 + field], columns[5 + field], middles[field]);
    return { symbol, kind, time, ...pricesFrom(middles, 0), volume: columns[9], quotes: { bid, ask } };
  }
  return { symbol, ...(kind === 'trades' && { kind }), time, ...pricesFrom(columns, 1), volume: columns[5] };
}

/** The columns of a series as they are kept, without the sizes that its quotes do not have. */
export function packedColumns({ kind, time, volume, quotes, ...prices }: BarSeries): Float64Array[] {
  if (quotes === undefined) return [time, ...columnsOf(prices), volume];
  const { bid, ask, bidSize, askSize } = quotes;
  if (kind !== 'quotes') return [time, ...columnsOf(bid), ...columnsOf(ask), volume];
  return bidSize && askSize ? [time, bid.close, ask.close, bidSize, askSize] : [time, bid.close, ask.close];
}

const PRICES = ['open', 'high', 'low', 'close'] as const;

const columnsOf = (prices: PriceColumns): Float64Array[] => PRICES.map((field) => prices[field]);

function pricesFrom(columns: readonly Float64Array[], at: number): PriceColumns {
  return { open: columns[at], high: columns[at + 1], low: columns[at + 2], close: columns[at + 3] };
}

function samePrices(price: Float64Array): PriceColumns {
  return { open: price, high: price, low: price, close: price };
}

function setMiddle(bid: Float64Array, ask: Float64Array, middle: Float64Array): void {
  for (let bar = 0; bar < bid.length; bar++) middle[bar] = (bid[bar] + ask[bar]) / 2;
}
