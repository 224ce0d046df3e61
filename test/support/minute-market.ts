import { randomFrom } from '../../src/math/random.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import type { BarTiming } from '../../src/model/bar-timing.ts';
import type { Session, SessionClock } from '../../src/model/session.ts';
import type { NaiveBar, NaiveSession } from '../oracles/naive-timeframes.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday. */
const FIRST_DAY = Date.UTC(2024, 5, 24);

/** Weekdays from 13:30 to 20:00 UTC, every fourth of them to 17:03; a Wednesday is a holiday. */
export function exchangeSessions(days: number): NaiveSession[] {
  const sessions: NaiveSession[] = [];
  for (let day = 0; day < days; day++) {
    const date = FIRST_DAY + day * DAY;
    if (day % 7 > 4 || day === 2) continue;
    const isShort = sessions.length % 4 === 3;
    sessions.push({
      date,
      open: date + 13.5 * HOUR,
      close: date + (isShort ? 17 * HOUR + 3 * MINUTE : 20 * HOUR),
    });
  }
  return sessions;
}

/** All days, from midnight to midnight. */
export function utcSessions(days: number): NaiveSession[] {
  return Array.from({ length: days }, (_, day) => {
    const date = FIRST_DAY + day * DAY;
    return { date, open: date, close: date + DAY };
  });
}

/** The sessions as the engine asks for them; a day lasts from the close before to its own. */
export function clockOf(sessions: readonly NaiveSession[]): SessionClock {
  const all: Session[] = sessions.map(({ date, open, close }, index) => ({
    index,
    date,
    openTime: open,
    closeTime: close,
    isHalfDay: false,
    dayStart: index === 0 ? date : Math.max(date, sessions[index - 1]!.close),
    dayEnd: (sessions[index + 1]?.date ?? date + DAY) - 1,
  }));
  const sessionOf = (time: number): Session => all.findLast(({ dayStart }) => time >= dayStart) ?? all[0]!;
  return { sessionOf, dateOf: (time) => sessionOf(time).date, dayEndOf: (time) => sessionOf(time).dayEnd };
}

/** Random bars of some minutes that begin in the sessions, of which some are missing. Volumes are whole. */
export function barsIn(
  sessions: readonly NaiveSession[],
  seed: number,
  { minutes = 1, missing = 0.3 }: { readonly minutes?: number; readonly missing?: number } = {},
): NaiveBar[] {
  const random = randomFrom(seed);
  const bars: NaiveBar[] = [];
  let price = 100;
  for (const { open: from, close: to } of sessions) {
    for (let begin = from; begin < to; begin += minutes * MINUTE) {
      const open = price + 0.25 * (random.integer(5) - 2);
      const close = open + 0.25 * (random.integer(7) - 3);
      price = Math.max(20, close);
      if (random.uniform() < missing) continue;
      bars.push({
        begin,
        end: begin + minutes * MINUTE,
        open,
        high: Math.max(open, close) + 0.25 * random.integer(3),
        low: Math.min(open, close) - 0.25 * random.integer(3),
        close,
        volume: random.integer(500),
      });
    }
  }
  return bars;
}

/** The bars as a series, by the time of their beginning or of their end. */
export function seriesOf(
  symbol: string,
  bars: readonly NaiveBar[],
  stamp: 'begin' | 'end' = 'begin',
): BarSeries {
  const column = (value: (bar: NaiveBar) => number): Float64Array => Float64Array.from(bars, value);
  return {
    symbol,
    time: column((bar) => bar[stamp]),
    open: column(({ open }) => open),
    high: column(({ high }) => high),
    low: column(({ low }) => low),
    close: column(({ close }) => close),
    volume: column(({ volume }) => volume),
  };
}

/** What the times of bars of some minutes mean. */
export function minuteTiming(minutes: number, stamp: 'begin' | 'end' = 'begin'): BarTiming {
  const lengthMs = minutes * MINUTE;
  return stamp === 'begin'
    ? { sinceBeginMs: 0, untilKnownMs: lengthMs, isDaily: false }
    : { sinceBeginMs: lengthMs, untilKnownMs: 0, isDaily: false };
}
