import { dayOf, daysInMonth, type EpochDay, WEEKDAYS, weekdayOf } from '../civil-date.ts';

/** The n-th of a weekday in a month, from 1; the last one with n = -1. */
export function nthWeekday(year: number, month: number, weekday: number, n: number): EpochDay {
  if (n > 0) {
    const first = dayOf(year, month, 1);
    return first + ((weekday - weekdayOf(first) + 7) % 7) + (n - 1) * 7;
  }
  const last = dayOf(year, month, daysInMonth(year, month));
  return last - ((weekdayOf(last) - weekday + 7) % 7);
}

/** The Sunday of Easter of the western churches (Meeus, Jones and Butcher). */
export function easterSunday(year: number): EpochDay {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const leapCenturies = Math.floor(century / 4);
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leapCenturies - correction + 15) % 30;
  const leaps = 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4);
  const toSunday = (32 + leaps - epact - (yearOfCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const fromMarch = epact + toSunday - 7 * shift + 114;
  return dayOf(year, Math.floor(fromMarch / 31), (fromMarch % 31) + 1);
}

/** A day, or the Monday after it where it is a Sunday. */
export function sundayToMonday(day: EpochDay): EpochDay {
  return weekdayOf(day) === WEEKDAYS.sun ? day + 1 : day;
}

/** A day, or the Monday after it where it is a Saturday or a Sunday. */
export function weekendToMonday(day: EpochDay): EpochDay {
  return weekdayOf(day) === WEEKDAYS.sat ? day + 2 : sundayToMonday(day);
}

/** A day, or the weekday next to it: Friday for a Saturday, Monday for a Sunday. */
export function nearestWeekday(day: EpochDay): EpochDay {
  return weekdayOf(day) === WEEKDAYS.sat ? day - 1 : sundayToMonday(day);
}

/** A day, or the last weekday before it. */
export function previousWeekday(day: EpochDay): EpochDay {
  const weekday = weekdayOf(day);
  if (weekday === WEEKDAYS.sat) return day - 1;
  return weekday === WEEKDAYS.sun ? day - 2 : day;
}
