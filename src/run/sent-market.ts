import type { CustomCalendar } from '../market/calendar/custom-calendar.ts';
import { type MarketCalendar, marketCalendar } from '../market/calendar/market-calendar.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { BarTiming } from '../model/bar-timing.ts';
import type { CalendarRecord } from '../model/calendar.ts';
import type { Instrument } from '../model/instrument.ts';
import type { EpochMs } from '../model/time.ts';
import type { ArmMarket } from './arm-runner.ts';
import { runSessions } from './run-sessions.ts';
import type { PreparedRun } from './session.ts';
import { sessionClockOf } from './session-clock.ts';
import { sharedBars } from './shared-bars.ts';

/** The market of a run as another thread is sent it: columns of bars are shared and not copied. */
export interface SentMarket {
  readonly series: readonly BarSeries[];
  readonly instruments: readonly Instrument[];
  readonly timings: readonly BarTiming[];
  readonly rates: { readonly series: readonly BarSeries[]; readonly instruments: readonly Instrument[] };
  readonly train: readonly BarSeries[];
  readonly testFrom: EpochMs;
  readonly periodsPerYear: number;
  /** Sessions hold functions, which no thread can be sent: each makes them of the calendars. */
  readonly calendars: readonly CalendarRecord[];
  /** The times of the first and the last of all bars of the data. */
  readonly dataSpan: readonly [first: EpochMs, last: EpochMs];
}

/** A market that a thread has received. */
export interface ReceivedMarket extends ArmMarket {
  /** Bars that a learner is trained on; empty for a strategy without one. */
  readonly train: readonly BarSeries[];
  readonly periodsPerYear: number;
}

/** The market of a run, ready to be sent. */
export function sentMarket({ market, data, identity }: PreparedRun): SentMarket {
  const { instruments, timings, testFrom, rates } = market;
  return {
    series: sharedBars(market.test),
    train: sharedBars(market.train),
    rates: { ...rates, series: sharedBars(rates.series) },
    instruments,
    timings,
    testFrom,
    periodsPerYear: data.periodsPerYear,
    calendars: identity.calendars,
    dataSpan: spanOf(data.series),
  };
}

function spanOf(series: readonly BarSeries[]): readonly [first: number, last: number] {
  const firsts = series.map(({ time }) => time[0]!);
  const lasts = series.map(({ time }) => time.at(-1)!);
  return [Math.min(...firsts), Math.max(...lasts)];
}

/** The market in the thread that was sent it, with its sessions. */
export function receivedMarket({ calendars: records, dataSpan, ...sent }: SentMarket): ReceivedMarket {
  const { series, instruments, timings } = sent;
  const calendars = calendarMap(records, dataSpan);
  return {
    ...sent,
    sessions: runSessions(series, instruments, calendars),
    sessionClocks: series.map((_, place) => sessionClockOf({ instruments, calendars, timings }, place)),
  };
}

function calendarMap(
  records: readonly CalendarRecord[],
  [first, last]: SentMarket['dataSpan'],
): Map<string, MarketCalendar> {
  return new Map(
    records.map(({ name, definition }) => {
      const own = definition === null ? {} : { [name]: definition as CustomCalendar };
      return [name, marketCalendar(name, own, first, last)];
    }),
  );
}
