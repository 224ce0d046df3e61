import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BarFeed } from '../../src/market/bar-feed.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { errorOf } from './parse-text.ts';

/** Bars whose every value is its own, so that no mix-up can go unseen. */
function seriesAt(symbol: string, times: readonly number[], offset: number): BarSeries {
  const column = (field: number): Float64Array =>
    Float64Array.from(times, (_, bar) => offset + bar * 10 + field);
  return {
    symbol,
    time: Float64Array.from(times),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
}

interface Snapshot {
  readonly time: number;
  readonly fresh: number[];
  readonly bars: number[][];
}

function snapshot({ slice }: BarFeed): Snapshot {
  const { open, high, low, close, volume } = slice;
  return {
    time: slice.time,
    fresh: [...slice.fresh],
    bars: [open, high, low, close, volume].map((column) => [...column]),
  };
}

function play(feed: BarFeed): Snapshot[] {
  const slices: Snapshot[] = [];
  while (feed.next()) {
    expect(feed.slice.index).toBe(slices.length);
    expect(feed.slice.isComplete).toBe(feed.slice.fresh.every((bar) => bar === 1));
    slices.push(snapshot(feed));
  }
  return slices;
}

/** The same by looking up every symbol at every time. */
function naiveMerge(series: readonly BarSeries[]): Snapshot[] {
  const times = [...new Set(series.flatMap(({ time }) => [...time]))].sort((left, right) => left - right);
  return times.map((time) => {
    const at = series.map((bars) => bars.time.indexOf(time));
    const value = (name: 'open' | 'high' | 'low', absent: number): number[] =>
      series.map((bars, symbol) => (at[symbol] < 0 ? absent : bars[name][at[symbol]]));
    const close = series.map(
      (bars) => bars.close[bars.time.filter((other) => other <= time).length - 1] ?? Number.NaN,
    );
    const volume = series.map((bars, symbol) => (at[symbol] < 0 ? 0 : bars.volume[at[symbol]]));
    const prices = (['open', 'high', 'low'] as const).map((name) => value(name, Number.NaN));
    return { time, fresh: at.map((bar) => (bar < 0 ? 0 : 1)), bars: [...prices, close, volume] };
  });
}

const market = fc
  .array(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40, size: 'max' }), {
    minLength: 1,
    maxLength: 6,
    size: 'max',
  })
  .map((all) =>
    all.map((times, symbol) =>
      seriesAt(
        `S${symbol}`,
        times.sort((left, right) => left - right),
        (symbol + 1) * 1000,
      ),
    ),
  );

describe('BarFeed', () => {
  it('plays what a naive merge gives, and again after it is rewound at any time', () => {
    fc.assert(
      fc.property(market, fc.nat(30), (series, steps) => {
        const feed = new BarFeed(series);
        const expected = naiveMerge(series);
        expect(feed.sliceCount).toBe(expected.length);
        for (let step = 0; step < steps; step++) feed.next();
        feed.rewind();
        expect(play(feed)).toEqual(expected);
        expect(feed.next()).toBe(false);
        feed.rewind();
        expect(play(feed)).toEqual(expected);
      }),
      { seed: 41, numRuns: 120 },
    );
  });

  it('shows nothing of the future: what follows may be anything', () => {
    fc.assert(
      fc.property(market, fc.nat(60), (series, until) => {
        const poisoned = series.map((bars) => {
          const known = bars.time.filter((time) => time <= until).length;
          const poison = (column: Float64Array): Float64Array =>
            column.map((value, bar) => (bar < known ? value : -1));
          return {
            ...bars,
            open: poison(bars.open),
            high: poison(bars.high),
            low: poison(bars.low),
            close: poison(bars.close),
          };
        });
        const past = play(new BarFeed(series)).filter(({ time }) => time <= until);
        expect(play(new BarFeed(poisoned)).filter(({ time }) => time <= until)).toEqual(past);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it('is empty before the first step, and after it is rewound', () => {
    const feed = new BarFeed([seriesAt('A', [1, 3], 0), seriesAt('B', [2], 100)]);
    const before = snapshot(feed);
    expect(before).toEqual({
      time: NaN,
      fresh: [0, 0],
      bars: [
        [NaN, NaN],
        [NaN, NaN],
        [NaN, NaN],
        [NaN, NaN],
        [0, 0],
      ],
    });
    expect(feed.slice.index).toBe(-1);
    play(feed);
    feed.rewind();
    expect(snapshot(feed)).toEqual(before);
  });

  it('overwrites one slice and its arrays', () => {
    const feed = new BarFeed([seriesAt('A', [1, 2], 0), seriesAt('B', [2], 100)]);
    const { slice } = feed;
    const { open, close, fresh } = slice;
    while (feed.next());
    expect(feed.slice).toBe(slice);
    expect([slice.open, slice.close, slice.fresh]).toEqual([open, close, fresh]);
    expect(slice.open).toBe(open);
    expect(slice.symbols).toEqual(['A', 'B']);
  });

  it('leaves its series as they were', () => {
    const series = [seriesAt('A', [1, 2, 5], 0), seriesAt('B', [2, 4], 100)];
    play(new BarFeed(series));
    expect(series).toEqual([seriesAt('A', [1, 2, 5], 0), seriesAt('B', [2, 4], 100)]);
  });

  it('has no slice without series', () => {
    const feed = new BarFeed([]);
    expect([feed.sliceCount, feed.next()]).toEqual([0, false]);
  });

  it('refuses two series of one symbol', () => {
    expect(errorOf(() => new BarFeed([seriesAt('A', [1], 0), seriesAt('A', [2], 0)])).code).toBe(
      'E_INVARIANT',
    );
  });
});

describe('bids and asks', () => {
  const times = [1, 2, 4];
  const quoted: BarSeries = {
    ...seriesAt('Q', times, 1_000),
    quotes: {
      bid: seriesAt('Q', times, 500),
      ask: seriesAt('Q', times, 1_500),
      bidSize: Float64Array.of(7, 8, 9),
      askSize: Float64Array.of(17, 18, 19),
    },
  };

  it('are those of the series, stay as closes while it is stale, and are the prices of symbols without them', () => {
    const feed = new BarFeed([seriesAt('P', [2, 3], 0), quoted]);
    const seen: number[][] = [];
    while (feed.next()) {
      const { bid, ask, bidSize, askSize, close } = feed.slice;
      seen.push([bid.open[1]!, bid.close[1]!, ask.low[1]!, ask.close[1]!, bidSize[1]!, askSize[1]!]);
      expect([bid.close[0], ask.close[0]]).toEqual([close[0], close[0]]);
    }
    expect(seen).toEqual([
      [501, 504, 1_503, 1_504, 7, 17],
      [511, 514, 1_513, 1_514, 8, 18],
      [Number.NaN, 514, Number.NaN, 1_514, 8, 18],
      [521, 524, 1_523, 1_524, 9, 19],
    ]);
  });

  it('are the very arrays of the prices where no symbol has any', () => {
    const { slice } = new BarFeed([seriesAt('P', [2, 3], 0)]);
    expect(slice.bid.open).toBe(slice.open);
    expect(slice.ask.close).toBe(slice.close);
    expect(slice.askSize).toBe(slice.volume);
  });
});
