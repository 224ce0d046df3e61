import { dayOf, WEEKDAYS, weekdayOf } from '../civil-date.ts';
import type { CalendarRules } from './calendar-rules.ts';

const FIRST_DAY = dayOf(1900, 1, 1);
const MINUTES_PER_DAY = 1440;

/** Currencies between banks: from Sunday 17:00 to Friday 17:00 in New York, where each trading day ends at 17:00. */
export const FX: CalendarRules = {
  name: 'FX',
  zone: 'America/New_York',
  firstDay: FIRST_DAY,
  hoursOn(day) {
    const weekday = weekdayOf(day);
    if (weekday === WEEKDAYS.sat || weekday === WEEKDAYS.sun) return null;
    const close = 17 * 60;
    return { open: close - MINUTES_PER_DAY, close, isHalfDay: false };
  },
};

/** What never closes: each day of UTC is a session. */
export const ALWAYS_OPEN: CalendarRules = {
  name: '24/7',
  zone: 'UTC',
  firstDay: FIRST_DAY,
  hoursOn: () => ({ open: 0, close: MINUTES_PER_DAY, isHalfDay: false }),
};
