import type { CustomCalendar } from '../market/calendar/custom-calendar.ts';
import { marketCalendar } from '../market/calendar/market-calendar.ts';
import type { RunRecord } from '../model/run-record.ts';
import { type TradingDays, UTC_DAYS } from '../model/session.ts';

const DAY_MS = 86_400_000;

/**
 * The trading days of a recorded run: those of the calendar that all of its symbols keep, else of UTC. Bars are daily where all the
 * `times` that are given lie at midnight UTC.
 */
export function recordedDays(run: RunRecord, times: Iterable<number>): TradingDays {
  const [first] = run.instruments;
  if (!first || first.calendar === null) return UTC_DAYS;
  if (run.instruments.some(({ calendar }) => calendar !== first.calendar)) return UTC_DAYS;
  const record = run.calendars.find(({ name }) => name === first.calendar);
  const own = record?.definition ? { [first.calendar]: record.definition as CustomCalendar } : {};
  const from = Math.min(...run.symbols.map(({ from: time }) => time));
  const to = Math.max(...run.symbols.map(({ to: time }) => time));
  const { sessions } = marketCalendar(first.calendar, own, from, to);
  return isDaily(times) ? sessions.dateClock() : sessions.instantClock(first.barTime);
}

function isDaily(times: Iterable<number>): boolean {
  for (const time of times) if (time % DAY_MS !== 0) return false;
  return true;
}
