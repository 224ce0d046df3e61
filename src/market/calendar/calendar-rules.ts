import type { EpochDay } from '../civil-date.ts';

/** When the session of a date is open, in minutes of local time from the midnight that begins the date. */
export interface SessionHours {
  /** Below zero for a session that opens on the day before. */
  readonly open: number;
  readonly close: number;
  readonly isHalfDay: boolean;
}

/** What a calendar is made of: which dates have a session, and when. */
export interface CalendarRules {
  readonly name: string;
  /** The time zone of the local times, by its IANA name. */
  readonly zone: string;
  /** The first day that the rules are known for. */
  readonly firstDay: EpochDay;
  /** The hours of the session of a date from `firstDay` on; null where it has none. */
  readonly hoursOn: (day: EpochDay) => SessionHours | null;
}

/** Minutes since midnight of a time of day `HH:MM`, from 00:00 to 24:00; NaN for anything else. */
export function minutesOf(text: string): number {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(text)?.map(Number) ?? [];
  const total = minutes < 60 ? hours * 60 + minutes : Number.NaN;
  return total <= 1440 ? total : Number.NaN;
}
