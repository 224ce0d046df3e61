/** Days since 1970-01-01 of the proleptic Gregorian calendar. */
export type EpochDay = number;

/** Milliseconds of a day of UTC. */
export const DAY_MS = 86_400_000;

const DAYS_PER_ERA = 146_097;
const DAYS_TO_EPOCH = 719_468;

/** The weekdays by their numbers, Sunday first as 1970-01-04 was one. */
export const WEEKDAYS = { sun: 0, mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6 } as const;

/** A date by its parts; months from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The number of a day, with years that begin in March (after Hinnant, `days_from_civil`). */
export function dayOf(year: number, month: number, day: number): EpochDay {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const monthOfYear = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * monthOfYear + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH;
}

/** The date of a day; the inverse of `dayOf` (after Hinnant, `civil_from_days`). */
export function civilDate(day: EpochDay): CivilDate {
  const shifted = day + DAYS_TO_EPOCH;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / (DAYS_PER_ERA - 1))) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthOfYear = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthOfYear < 10 ? monthOfYear + 3 : monthOfYear - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * monthOfYear + 2) / 5) + 1 };
}

/** The days of a month. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The weekday of a day, 0 for Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: EpochDay): number {
  return (((day + WEEKDAYS.thu) % 7) + 7) % 7;
}

/** The day of a date `YYYY-MM-DD`; NaN where the calendar has no such day. */
export function parseDay(text: string): EpochDay {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? dayOf(year, month, day) : Number.NaN;
}

/** The date `YYYY-MM-DD` of a day. */
export function printDay(day: EpochDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
