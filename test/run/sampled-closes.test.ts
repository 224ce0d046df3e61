import { describe, expect, it } from 'vitest';
import type { BarWindows } from '../../src/market/bar-windows.ts';
import { randomFrom } from '../../src/math/random.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { sampledCloses } from '../../src/run/sampled-closes.ts';

const MINUTE = 60_000;

function series(count: number): BarSeries {
  const random = randomFrom(count);
  const time = Float64Array.from({ length: count }, (_, i) => i * MINUTE);
  const close = time.map(() => 100 + random.normal());
  return { symbol: 'AAA', time, open: close, high: close, low: close, close, volume: time };
}

/** The same bars, a few at a time. */
function windowed(bars: BarSeries, length: number): BarWindows {
  const { symbol, time } = bars;
  const read = (first: number): BarSeries => {
    const cut = (column: Float64Array): Float64Array => column.slice(first, first + length);
    const [open, high, low, close] = [bars.open, bars.high, bars.low, bars.close].map(cut);
    return { symbol, time: cut(time), open: open!, high: high!, low: low!, close: close!, volume: cut(time) };
  };
  return { symbol, time, read };
}

describe('the closes that a run keeps of a symbol', () => {
  it('are all of the test period up to 4,096', () => {
    const bars = series(5000);
    const { time, close } = sampledCloses(bars, 904 * MINUTE);
    expect(time).toEqual(bars.time.slice(904));
    expect(close).toEqual(bars.close.slice(904));
  });

  it('are of more the lowest and the highest of each stretch, in their order', () => {
    const bars = series(10_000);
    const { time, close } = sampledCloses(bars, 0);
    expect(time.length).toBeLessThanOrEqual(4096);
    // 10,000 bars in 2,048 stretches are five bars each.
    const expected: number[] = [];
    for (let from = 0; from < 10_000; from += 5) {
      const stretch = bars.close.subarray(from, from + 5);
      const places = [stretch.indexOf(Math.min(...stretch)), stretch.indexOf(Math.max(...stretch))];
      expected.push(...places.sort((a, b) => a - b).map((place) => (from + place) * MINUTE));
    }
    expect([...time]).toEqual(expected);
    expect([...close]).toEqual(expected.map((at) => bars.close[at / MINUTE]));
  });

  it('are the same where the bars come in windows, and none where the test period has no bar', () => {
    const bars = series(9_000);
    expect(sampledCloses(windowed(bars, 7), 50 * MINUTE)).toEqual(sampledCloses(bars, 50 * MINUTE));
    expect(sampledCloses(bars, 1e12).time).toHaveLength(0);
  });
});
