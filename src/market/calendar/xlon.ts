import { dayOf, type EpochDay, WEEKDAYS, weekdayOf } from '../civil-date.ts';
import { exchangeRules } from './exchange-rules.ts';
import { easterSunday, nthWeekday, previousWeekday, weekendToMonday } from './holiday-rules.ts';

const { mon, sun, sat } = WEEKDAYS;

/** Bank holidays that were moved: by year, the days instead of the usual one. */
const MAY_MOVED: Readonly<Record<number, readonly (readonly [number, number])[]>> = { 2020: [[5, 8]] };
const SPRING_MOVED: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  2002: [
    [6, 3],
    [6, 4],
  ],
  2012: [
    [6, 4],
    [6, 5],
  ],
  2022: [
    [6, 2],
    [6, 3],
  ],
};

function moved(table: typeof MAY_MOVED, year: number, usual: EpochDay): readonly EpochDay[] {
  return table[year]?.map(([month, day]) => dayOf(year, month, day)) ?? [usual];
}

function holidays(year: number): EpochDay[] {
  return [
    weekendToMonday(dayOf(year, 1, 1)),
    easterSunday(year) - 2,
    easterSunday(year) + 1,
    ...moved(MAY_MOVED, year, nthWeekday(year, 5, mon, 1)),
    ...moved(SPRING_MOVED, year, nthWeekday(year, 5, mon, -1)),
    nthWeekday(year, 8, mon, -1),
    ...christmas(year),
  ];
}

/** Christmas and Boxing Day, and their substitutes where they lie on a weekend. */
function christmas(year: number): EpochDay[] {
  const day = dayOf(year, 12, 25);
  const weekday = weekdayOf(day);
  if (weekday === sat || weekday === sun) return [day + 2, day + (weekday === sat ? 3 : 1)];
  return weekday === WEEKDAYS.fri ? [day, day + 3] : [day, day + 1];
}

/** The London Stock Exchange, since 2000. */
export const XLON = exchangeRules({
  name: 'XLON',
  zone: 'Europe/London',
  hours: [{ from: '2000-01-01', open: '08:00', close: '16:30' }],
  holidays,
  closures: [
    '2011-04-29', // wedding of Prince William
    '2022-09-19', // funeral of Queen Elizabeth
    '2023-05-08', // coronation of King Charles
  ],
  earlyCloses: (year) => [
    [previousWeekday(dayOf(year, 12, 24)), '12:30'],
    [previousWeekday(dayOf(year, 12, 31)), '12:30'],
  ],
  special: {},
});
