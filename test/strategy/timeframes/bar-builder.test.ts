import { describe, expect, it, test } from 'vitest';
import { BarFeed } from '../../../src/market/bar-feed.ts';
import type { BarSeries } from '../../../src/model/bar-series.ts';
import type { BarTiming } from '../../../src/model/bar-timing.ts';
import type { SessionClock } from '../../../src/model/session.ts';
import { timeframeRule } from '../../../src/model/timeframe.ts';
import { BarBuilder } from '../../../src/strategy/timeframes/bar-builder.ts';
import { UtcDays } from '../../../src/strategy/timeframes/utc-days.ts';
import {
  type NaiveBar,
  naiveAmountBars,
  naiveClockBars,
  naiveSessionBars,
} from '../../oracles/naive-timeframes.ts';
import {
  barsIn,
  clockOf,
  exchangeSessions,
  minuteTiming,
  seriesOf,
  utcSessions,
} from '../../support/minute-market.ts';

/** A bar that the builder completed, and in which slice of the feed. */
interface Completed {
  readonly symbol: number;
  readonly slice: number;
  readonly bar: Omit<NaiveBar, 'end'>;
}

interface Source {
  readonly series: readonly BarSeries[];
  readonly timing: BarTiming;
  readonly sessions: SessionClock;
}

function build(timeframe: string, { series, timing, sessions }: Source): Completed[] {
  const feed = new BarFeed(series);
  const builder = new BarBuilder({
    symbols: series.map(({ symbol }) => symbol),
    rule: timeframeRule(timeframe)!,
    sessions: series.map(() => sessions),
    timings: series.map(() => timing),
    hasQuotes: false,
  });
  const all: Completed[] = [];
  while (feed.next()) {
    builder.take(feed.slice, ({ fresh, open, high, low, close, volume }) => {
      fresh.forEach((isFresh, symbol) => {
        if (isFresh === 0) return;
        expect(builder.completed[symbol]).toBe(1);
        const bar = {
          begin: builder.beginTimes[symbol]!,
          open: open[symbol]!,
          high: high[symbol]!,
          low: low[symbol]!,
          close: close[symbol]!,
          volume: volume[symbol]!,
        };
        all.push({ symbol, slice: feed.slice.index, bar });
      });
    });
  }
  return all;
}

const barsOf = (completed: readonly Completed[], symbol = 0): Completed['bar'][] =>
  completed.filter((one) => one.symbol === symbol).map(({ bar }) => bar);
const withoutEnd = ({ begin, open, high, low, close, volume }: NaiveBar): Completed['bar'] => {
  return { begin, open, high, low, close, volume };
};

/** Calendars go on where the data end. */
const DAYS = 60;
const SESSIONS_WITH_BARS = 15;
const exchange = exchangeSessions(DAYS);
const week = ({ date }: { readonly date: number }): number => Math.floor((date / 86_400_000 + 3) / 7);
const month = ({ date }: { readonly date: number }): number => new Date(date).getUTCMonth();

describe.each([
  ['an exchange with half-days', exchange, clockOf(exchange)],
  ['days of UTC', utcSessions(DAYS), new UtcDays()],
] as const)('on %s', (_, sessions, clock) => {
  const minutes = sessions === exchange ? 1 : 7;
  const traded = sessions.slice(0, SESSIONS_WITH_BARS);
  const bars = barsIn(traded, 3, { minutes });
  const known = bars.at(-1)!.end;

  /** What is complete by the end of the data. */
  const complete = (naive: readonly NaiveBar[]): Completed['bar'][] =>
    naive.filter(({ end }) => end <= known).map(withoutEnd);

  it.each(['begin', 'end'] as const)(
    'bars are those of a direct aggregation, stamped at their %s',
    (stamp) => {
      const source: Source = {
        series: [seriesOf('X', bars, stamp)],
        timing: minuteTiming(minutes, stamp),
        sessions: clock,
      };
      const clockBars = (lengthMs: number): Completed['bar'][] =>
        complete(naiveClockBars(bars, sessions, lengthMs));
      expect(barsOf(build('15m', source))).toEqual(clockBars(900_000));
      expect(barsOf(build('1h', source))).toEqual(clockBars(3_600_000));
      expect(barsOf(build('4h', source))).toEqual(clockBars(14_400_000));
      expect(barsOf(build('1d', source))).toEqual(
        complete(naiveSessionBars(bars, sessions, ({ date }) => date)),
      );
      expect(barsOf(build('1w', source)).length).toBeGreaterThan(1);
      expect(barsOf(build('1w', source))).toEqual(complete(naiveSessionBars(bars, sessions, week)));
      expect(barsOf(build('1M', source))).toEqual(complete(naiveSessionBars(bars, sessions, month)));
    },
  );

  it('bars by ticks, volume and value are those of a direct count', () => {
    const source: Source = { series: [seriesOf('X', bars)], timing: minuteTiming(minutes), sessions: clock };
    expect(barsOf(build('tick:25', source))).toEqual(naiveAmountBars(bars, () => 1, 25).map(withoutEnd));
    expect(barsOf(build('volume:5000', source))).toEqual(
      naiveAmountBars(bars, ({ volume }) => volume, 5_000).map(withoutEnd),
    );
    expect(barsOf(build('value:400000', source))).toEqual(
      naiveAmountBars(bars, ({ volume, close }) => volume * close, 400_000).map(withoutEnd),
    );
  });

  it('a bar is seen with the first slice by which it is known, of whatever symbol, and not before', () => {
    const series = [seriesOf('X', bars), seriesOf('Y', barsIn(traded, 4, { minutes }))];
    const source: Source = { series, timing: minuteTiming(minutes), sessions: clock };
    const feed = new BarFeed(series);
    const knownAt: number[] = [];
    while (feed.next()) knownAt.push(feed.slice.time + source.timing.untilKnownMs);
    const completed = build('1h', source);
    expect(completed.length).toBeGreaterThan(100);
    const ends = new Map(naiveClockBars(bars, sessions, 3_600_000).map(({ begin, end }) => [begin, end]));
    for (const { symbol, slice, bar } of completed) {
      if (symbol !== 0) continue;
      expect(slice).toBe(knownAt.findIndex((time) => time >= ends.get(bar.begin)!));
    }
  });
});

test('trades belong to the stretch that they are in, and one at its end to the next', () => {
  const at = (minute: number, price: number): NaiveBar => {
    const begin = Date.UTC(2024, 0, 2, 10, minute);
    return { begin, end: begin, open: price, high: price, low: price, close: price, volume: 1 };
  };
  const trades = [at(1, 5), at(4, 7), at(5, 6), at(9, 3), at(17, 8)];
  const timing = { sinceBeginMs: 0, untilKnownMs: 0, isDaily: false };
  const made = build('5m', { series: [seriesOf('X', trades)], timing, sessions: new UtcDays() });
  expect(made.map(({ slice, bar }) => [slice, bar.open, bar.high, bar.low, bar.close, bar.volume])).toEqual([
    [2, 5, 7, 5, 7, 2],
    [4, 6, 6, 3, 3, 2],
  ]);
});

test('one minute to five to an hour is one minute to an hour', () => {
  const bars = barsIn(exchange.slice(0, SESSIONS_WITH_BARS), 8);
  const source: Source = {
    series: [seriesOf('X', bars)],
    timing: minuteTiming(1),
    sessions: clockOf(exchange),
  };
  const five = barsOf(build('5m', source)).map((bar) => ({ ...bar, end: bar.begin + 300_000 }));
  const again: Source = { ...source, series: [seriesOf('X', five)], timing: minuteTiming(5) };
  const hours = barsOf(build('1h', source));
  expect(hours.length).toBeGreaterThan(50);
  expect(barsOf(build('1h', again))).toEqual(hours);
  expect(barsOf(build('1w', again))).toEqual(barsOf(build('1w', source)));
});

test('daily bars, which bear the date of their session, make weeks and months that are known with their last session', () => {
  const daily = exchange.slice(0, SESSIONS_WITH_BARS).map(({ date }, at) => {
    return { begin: date, end: date, open: at, high: at + 2, low: at - 1, close: at + 1, volume: 10 };
  });
  const timing = { sinceBeginMs: 0, untilKnownMs: 86_400_000, isDaily: true };
  const byDate = clockOf(exchange.map(({ date }) => ({ date, open: date, close: date + 86_400_000 })));
  const weeks = build('1w', { series: [seriesOf('X', daily)], timing, sessions: byDate });
  expect(weeks.map(({ slice, bar }) => [slice, bar.begin, bar.open, bar.close, bar.volume])).toEqual([
    [3, exchange[0]!.date, 0, 4, 40],
    [8, exchange[4]!.date, 4, 9, 50],
    [13, exchange[9]!.date, 9, 14, 50],
  ]);
});

test('a split restates what has been built', () => {
  const bars = barsIn(utcSessions(1), 2, { minutes: 60, missing: 0 });
  const series = {
    ...seriesOf('X', bars),
    actions: [{ kind: 'split', ratio: 2, time: bars[2]!.begin }] as const,
  };
  const [made] = build('4h', { series: [series], timing: minuteTiming(60), sessions: new UtcDays() });
  expect(made!.bar.open).toBe(bars[0]!.open / 2);
  expect(made!.bar.volume).toBe(2 * (bars[0]!.volume + bars[1]!.volume) + bars[2]!.volume + bars[3]!.volume);
});
