import { mapColumns } from '../market/mapped-series.ts';
import type { Random } from '../math/random.ts';
import type { BarSeries, QuoteColumns } from '../model/bar-series.ts';
import type { EpochMs } from '../model/time.ts';

/** The same bars, without those after a time. A symbol may be left without any. */
export function cutAfter(time: EpochMs, series: readonly BarSeries[]): BarSeries[] {
  return series.map((bars) => {
    const first = bars.time.findIndex((at) => at > time);
    return first < 0 ? bars : mapColumns(bars, (column) => column.subarray(0, first));
  });
}

/** The same times, with noise in place of the prices after a time: sound bars that have nothing to do with the true ones. */
export function poisonAfter(time: EpochMs, series: readonly BarSeries[], random: Random): BarSeries[] {
  return series.map((bars) => {
    const copy = mapColumns(bars, (column) => column.slice());
    const stream = random.split(bars.symbol);
    for (let i = 0; i < copy.time.length; i++) {
      if (copy.time[i]! > time) poisonBar(copy, i, stream);
    }
    return copy;
  });
}

/** Each bar with the prices of the next one: data that leak the future by one bar. The last bar keeps its own. */
export function leakOneBar(series: readonly BarSeries[]): BarSeries[] {
  const shift = (column: Float64Array): Float64Array => {
    const shifted = column.slice();
    shifted.copyWithin(0, 1);
    return shifted;
  };
  return series.map((bars) => ({ ...mapColumns(bars, shift), time: bars.time }));
}

function poisonBar(bars: BarSeries, i: number, random: Random): void {
  // Near the true level, so that rules which look at levels go on trading.
  const open = bars.open[i]! * Math.exp(0.2 * random.normal());
  const close = open * Math.exp(0.05 * random.normal());
  const before = bars.close[i]!;
  if (bars.kind !== 'quotes') {
    bars.open[i] = open;
    bars.close[i] = close;
    bars.high[i] = Math.max(open, close) * Math.exp(0.01 * random.uniform());
    bars.low[i] = Math.min(open, close) * Math.exp(-0.01 * random.uniform());
    bars.volume[i] = Math.floor(1_000_000 * random.uniform());
  } else bars.close[i] = close;
  if (bars.quotes) poisonQuotes(bars, bars.quotes, i, bars.close[i]! / before);
}

/** Bids and asks around the new prices, at a distance that has grown with them. */
function poisonQuotes(bars: BarSeries, { bid, ask }: QuoteColumns, i: number, growth: number): void {
  const half = Math.abs((ask.close[i]! - bid.close[i]!) * growth) / 2;
  for (const field of ['open', 'high', 'low', 'close'] as const) {
    const middle = bars[field][i]!;
    bid[field][i] = middle - half;
    ask[field][i] = middle + half;
  }
}
