import { z } from 'zod';
import { dayOf, parseDay, WEEKDAYS, weekdayOf } from '../civil-date.ts';
import { type CalendarRules, minutesOf, type SessionHours } from './calendar-rules.ts';
import { isZoneName } from './zone-offsets.ts';

const MINUTES_PER_DAY = 1440;

const calendarDate = z
  .string()
  .refine((text) => !Number.isNaN(parseDay(text)), 'must be a date of the calendar such as 2024-01-31');
const timeOfDay = z
  .string()
  .refine((text) => !Number.isNaN(minutesOf(text)), 'must be a time of day from 00:00 to 24:00');
const weekday = z.enum(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']);

const weeklyHours = z
  .array(z.strictObject({ days: z.array(weekday).min(1), open: timeOfDay, close: timeOfDay }))
  .min(1)
  .max(7);

type WeeklyHours = z.infer<typeof weeklyHours>;

/** A calendar that a manifest describes; docs in datasets/README.md. Times are local to `zone`. */
export const customCalendar = z.strictObject({
  zone: z.string().refine(isZoneName, 'must be a time zone such as America/New_York or UTC'),
  hours: weeklyHours
    .refine(areDaysDistinct, 'a weekday has one session')
    .refine((hours) => !doSessionsOverlap(hours), 'a session begins after the one before it has ended'),
  holidays: z.array(calendarDate).max(10_000).default([]),
  special: z
    .record(calendarDate, z.strictObject({ open: timeOfDay.optional(), close: timeOfDay.optional() }))
    .default({}),
});

/** A calendar of a manifest. */
export type CustomCalendar = z.infer<typeof customCalendar>;

/** The rules of a calendar that a manifest describes. */
export function customRules(name: string, { zone, hours, holidays, special }: CustomCalendar): CalendarRules {
  const weekly = weeklyTable(hours);
  const closed = new Set(holidays.map(parseDay));
  const specials = new Map(Object.entries(special).map(([date, times]) => [parseDay(date), times]));
  return {
    name,
    zone,
    firstDay: dayOf(1900, 1, 1),
    hoursOn(day) {
      const usual = weekly[weekdayOf(day)];
      if (usual === null || closed.has(day)) return null;
      const times = specials.get(day);
      if (times === undefined) return usual;
      // An opening that was moved keeps to the day that the session opens on.
      const dayBefore = usual.open < 0 ? MINUTES_PER_DAY : 0;
      return {
        open: times.open === undefined ? usual.open : minutesOf(times.open) - dayBefore,
        close: times.close === undefined ? usual.close : minutesOf(times.close),
        isHalfDay: true,
      };
    },
  };
}

/** By weekday, Sunday first. A session whose opening is not before its close opens on the day before. */
function weeklyTable(hours: WeeklyHours): (SessionHours | null)[] {
  const table: (SessionHours | null)[] = Array.from({ length: 7 }, () => null);
  for (const { days, open, close } of hours) {
    const [opens, closes] = [minutesOf(open), minutesOf(close)];
    const session = {
      open: opens < closes ? opens : opens - MINUTES_PER_DAY,
      close: closes,
      isHalfDay: false,
    };
    for (const day of days) table[WEEKDAYS[day]] = session;
  }
  return table;
}

function areDaysDistinct(hours: WeeklyHours): boolean {
  const days = hours.flatMap((one) => one.days);
  return new Set(days).size === days.length;
}

function doSessionsOverlap(hours: WeeklyHours): boolean {
  const table = weeklyTable(hours);
  return table.some((session, day) => {
    const previous = table[(day + 6) % 7];
    return session !== null && previous !== null && session.open + MINUTES_PER_DAY < previous.close;
  });
}
