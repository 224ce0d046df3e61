import { randomFrom } from '../src/math/random.ts';
import type { BarSeries } from '../src/model/bar-series.ts';

/** Bars of a random walk with gapping opens; `stepMs` apart, from 2020-01-01. */
export function randomBars(
  count: number,
  { symbol = 'SYNTHETIC', seed = 1, stepMs = 60_000 } = {},
): BarSeries {
  const random = randomFrom(seed);
  const column = (): Float64Array => new Float64Array(count);
  const bars = {
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  let price = 100;
  for (let i = 0; i < count; i++) {
    bars.time[i] = Date.UTC(2020, 0, 1) + i * stepMs;
    bars.open[i] = price;
    bars.close[i] = price * (1 + 0.001 * random.normal());
    bars.high[i] = 1.0005 * Math.max(bars.open[i]!, bars.close[i]!);
    bars.low[i] = 0.9995 * Math.min(bars.open[i]!, bars.close[i]!);
    bars.volume[i] = 1_000_000;
    price = bars.close[i]! * (1 + 0.0003 * random.normal());
  }
  return { symbol, ...bars };
}
