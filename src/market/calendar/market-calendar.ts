import type { CalendarRecord } from '../../model/calendar.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import type { EpochMs } from '../../model/time.ts';
import { DAY_MS, printDay } from '../civil-date.ts';
import type { CalendarRules } from './calendar-rules.ts';
import { type CustomCalendar, customRules } from './custom-calendar.ts';
import { KNOWN_CALENDARS } from './known-calendars.ts';
import { SessionTable } from './session-table.ts';

/** Days beyond the first and the last bar that a table reaches: enough for any order that rests there. */
const MARGIN_DAYS = 40;

/** A calendar that a data folder names, with its sessions over the time of the data. */
export interface MarketCalendar extends CalendarRecord {
  readonly sessions: SessionTable;
}

/**
 * The calendar of a name, from those of the manifest or those that are known; `first` and `last` are the times of the data.
 *
 * @throws RegimetaError E_DATA_CALENDAR where the data begin before the calendar is known.
 */
export function marketCalendar(
  name: string,
  own: Readonly<Record<string, CustomCalendar>>,
  first: EpochMs,
  last: EpochMs,
): MarketCalendar {
  const definition = own[name];
  const rules = definition === undefined ? KNOWN_CALENDARS.get(name)! : customRules(name, definition);
  const firstDay = Math.floor(first / DAY_MS);
  if (firstDay < rules.firstDay) throw unknownThen(rules, firstDay);
  const lastDay = Math.floor(last / DAY_MS);
  const sessions = new SessionTable(rules, firstDay - MARGIN_DAYS, lastDay + MARGIN_DAYS);
  if (sessions.sessions.length === 0) throw withoutSessions(name);
  return {
    name,
    zone: rules.zone,
    definition: definition ?? null,
    sessions,
  };
}

function withoutSessions(name: string): RegimetaError {
  return new RegimetaError('E_DATA_CALENDAR', {
    place: `calendar ${name}`,
    rule: 'a calendar has sessions in the time of its bars',
    found: 'none',
    repair: 'Correct its hours and holidays in the manifest',
  });
}

function unknownThen({ name, firstDay }: CalendarRules, found: number): RegimetaError {
  return new RegimetaError('E_DATA_CALENDAR', {
    place: `calendar ${name}`,
    rule: `bars of a calendar lie in the time that it is known for, from ${printDay(firstDay)} on`,
    found: printDay(found),
    repair: 'Leave out the older bars, or describe a calendar of your own in the manifest',
  });
}
