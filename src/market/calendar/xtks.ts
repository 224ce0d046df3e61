import { dayOf, type EpochDay, WEEKDAYS, weekdayOf } from '../civil-date.ts';
import { exchangeRules } from './exchange-rules.ts';
import { nthWeekday } from './holiday-rules.ts';

const { mon, sun } = WEEKDAYS;

/** From this year on a holiday on a Sunday is made up for on the next day that is none. */
const NEXT_FREE_DAY_SINCE = 2007;

/** The day of the month of an equinox in Japan, from 1980 to 2099 (the usual approximation of its almanac). */
function equinoxDay(in1980: number, year: number): number {
  return Math.floor(in1980 + 0.242_194 * (year - 1980) - Math.floor((year - 1980) / 4));
}

/** The national holidays by name alone, before substitutes. */
function namedHolidays(year: number): EpochDay[] {
  const days = [
    dayOf(year, 1, 1),
    nthWeekday(year, 1, mon, 2),
    dayOf(year, 2, 11),
    dayOf(year, 3, equinoxDay(20.8431, year)),
    dayOf(year, 4, 29),
    dayOf(year, 5, 3),
    dayOf(year, 5, 5),
    dayOf(year, 9, equinoxDay(23.2488, year)),
    dayOf(year, 11, 3),
    dayOf(year, 11, 23),
    year >= 2003 ? nthWeekday(year, 9, mon, 3) : dayOf(year, 9, 15),
    ...summerHolidays(year),
  ];
  if (year >= 2007) days.push(dayOf(year, 5, 4));
  if (year <= 2018) days.push(dayOf(year, 12, 23));
  if (year >= 2020) days.push(dayOf(year, 2, 23));
  // The accession and the enthronement of an emperor.
  if (year === 2019) days.push(dayOf(2019, 5, 1), dayOf(2019, 10, 22));
  return days;
}

/** The days of the sea, the mountains and of sports, which were moved for the games of Tokyo. */
function summerHolidays(year: number): EpochDay[] {
  if (year === 2020) return [dayOf(2020, 7, 23), dayOf(2020, 7, 24), dayOf(2020, 8, 10)];
  if (year === 2021) return [dayOf(2021, 7, 22), dayOf(2021, 7, 23), dayOf(2021, 8, 8)];
  const days = [year >= 2003 ? nthWeekday(year, 7, mon, 3) : dayOf(year, 7, 20)];
  if (year >= 2016) days.push(dayOf(year, 8, 11));
  days.push(nthWeekday(year, 10, mon, 2));
  return days;
}

function holidays(year: number): EpochDay[] {
  const named = new Set(namedHolidays(year));
  const all = new Set(named);
  for (const day of named) {
    // A day between two holidays is one too.
    if (named.has(day + 2) && !named.has(day + 1) && weekdayOf(day + 1) !== sun) all.add(day + 1);
    if (weekdayOf(day) === sun) all.add(substituteOf(day, year, named));
  }
  // The exchange itself rests at the turn of the year.
  return [...all, dayOf(year, 1, 2), dayOf(year, 1, 3), dayOf(year, 12, 31)];
}

function substituteOf(sunday: EpochDay, year: number, named: ReadonlySet<EpochDay>): EpochDay {
  let day = sunday + 1;
  if (year >= NEXT_FREE_DAY_SINCE) while (named.has(day)) day++;
  return day;
}

/** The Tokyo Stock Exchange, since 2000; the pause at noon counts as open. */
export const XTKS = exchangeRules({
  name: 'XTKS',
  zone: 'Asia/Tokyo',
  hours: [
    { from: '2000-01-01', open: '09:00', close: '15:00' },
    { from: '2024-11-05', open: '09:00', close: '15:30' },
  ],
  holidays,
  closures: ['2020-10-01'], // failure of the trading system
  earlyCloses: () => [],
  special: {},
});
