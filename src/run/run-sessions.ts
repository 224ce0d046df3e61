import { type BarLength, barLength } from '../market/bar-length.ts';
import { isWindowed, type PlayableBars } from '../market/bar-windows.ts';
import { IntradaySessions } from '../market/calendar/intraday-sessions.ts';
import type { MarketCalendar } from '../market/calendar/market-calendar.ts';
import type { Instrument } from '../model/instrument.ts';
import { type BarSessions, type SessionClock, type TradingDays, UTC_DAYS } from '../model/session.ts';

/** How the stages of a run see sessions. */
export interface RunSessions {
  /** By symbol index: which day a bar belongs to. */
  readonly days: readonly TradingDays[];
  /** By symbol index: the sessions that bars within a day are parts of; null for daily bars and without a calendar. */
  readonly intraday: readonly (BarSessions | null)[];
  /** The sessions of the run as a whole; null unless all symbols keep the same calendar. */
  readonly clock: SessionClock | null;
  /** Whether all bars are daily ones. */
  readonly isDaily: boolean;
  /** What leads from the time of a slice to the moment at which its shortest bar is known. */
  readonly toKnownMs: number;
}

/** A symbol that is traded, with its calendar if it has one. */
interface Traded {
  readonly instrument: Instrument;
  readonly calendar: MarketCalendar | null;
  readonly length: BarLength;
  /** Whether its entries have a length: quotes and trades are moments. */
  readonly hasLength: boolean;
}

/** The sessions of the symbols of a run, in the order of `series`; null where none of them has a calendar. */
export function runSessions(
  series: readonly PlayableBars[],
  instruments: readonly Instrument[],
  calendars: ReadonlyMap<string, MarketCalendar>,
): RunSessions | null {
  const traded = series.map((bars, index): Traded => {
    const instrument = instruments[index]!;
    const calendar = instrument.calendar === null ? null : (calendars.get(instrument.calendar) ?? null);
    const { kind } = isWindowed(bars) ? bars.read(0) : bars;
    const hasLength = kind !== 'quotes' && kind !== 'trades';
    return { instrument, calendar, length: barLength(bars.time), hasLength };
  });
  if (traded.every(({ calendar }) => calendar === null)) return null;
  const intraday = traded.map(intradayOf);
  return {
    days: traded.map(({ calendar }, index) => intraday[index] ?? calendar?.sessions.dateClock() ?? UTC_DAYS),
    intraday: intraday.map((sessions, index) => (traded[index]!.hasLength ? sessions : null)),
    clock: clockOf(traded),
    isDaily: traded.every(({ length }) => length.isDaily),
    toKnownMs: toKnown(traded),
  };
}

function intradayOf({ calendar, instrument, length, hasLength }: Traded): BarSessions | null {
  if (calendar === null || length.isDaily) return null;
  return new IntradaySessions(calendar.sessions, instrument.barTime, hasLength ? length.barMs : 0);
}

function clockOf(traded: readonly Traded[]): SessionClock | null {
  const [{ calendar, instrument }] = traded as [Traded];
  if (calendar === null || traded.some((other) => other.calendar !== calendar)) return null;
  if (traded.every(({ length }) => length.isDaily)) return calendar.sessions.dateClock();
  return calendar.sessions.instantClock(instrument.barTime);
}

function toKnown(traded: readonly Traded[]): number {
  const lengths = traded.map(({ instrument, length, hasLength }) =>
    hasLength && !length.isDaily && instrument.barTime === 'start' ? length.barMs : 0,
  );
  return Math.min(...lengths);
}
