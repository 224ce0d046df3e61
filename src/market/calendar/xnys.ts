import { dayOf, type EpochDay, WEEKDAYS, weekdayOf } from '../civil-date.ts';
import { exchangeRules, type SpecialHours } from './exchange-rules.ts';
import { easterSunday, nearestWeekday, nthWeekday, sundayToMonday } from './holiday-rules.ts';

const { mon, tue, wed, thu, fri } = WEEKDAYS;

/** The holidays as the exchange kept them in each year since 1970. A New Year's Day on a Saturday closes no Friday. */
function holidays(year: number): EpochDay[] {
  const days = [
    sundayToMonday(dayOf(year, 1, 1)),
    year >= 1971 ? nthWeekday(year, 2, mon, 3) : sundayToMonday(dayOf(year, 2, 22)),
    easterSunday(year) - 2,
    nearestWeekday(dayOf(year, 7, 4)),
    nthWeekday(year, 9, mon, 1),
    nthWeekday(year, 11, thu, 4),
    nearestWeekday(dayOf(year, 12, 25)),
  ];
  if (year >= 1998) days.push(nthWeekday(year, 1, mon, 3));
  // Memorial Day of 1970 was Saturday, 30 May; the Friday was the last day of its month and open.
  if (year >= 1971) days.push(nthWeekday(year, 5, mon, -1));
  if (year >= 2022) days.push(nearestWeekday(dayOf(year, 6, 19)));
  // The presidential elections.
  if (year % 4 === 0 && year <= 1980) days.push(nthWeekday(year, 11, mon, 1) + 1);
  return days;
}

/** The early closes that follow a rule; what was decided for one day stands below. */
function earlyCloses(year: number): (readonly [EpochDay, string])[] {
  const closes: (readonly [EpochDay, string])[] = [];
  const closeOn = (day: EpochDay, weekdays: readonly number[], time = '13:00'): void => {
    if (weekdays.includes(weekdayOf(day))) closes.push([day, time]);
  };
  if (year >= 1992) closes.push([nthWeekday(year, 11, thu, 4) + 1, year === 1992 ? '14:00' : '13:00']);
  if (year >= 1996) closeOn(dayOf(year, 12, 24), [mon, tue, wed, thu]);
  if (year >= 1995) closeOn(dayOf(year, 7, 3), year >= 2013 ? [mon, tue, wed, thu] : [mon, tue, thu]);
  if (year >= 1995 && year < 2013) closeOn(dayOf(year, 7, 5), [fri]);
  return closes;
}

const CLOSURES = [
  '1972-12-28', // mourning for Harry S. Truman
  '1973-01-25', // mourning for Lyndon B. Johnson
  '1977-07-14', // blackout of New York
  '1985-09-27', // hurricane Gloria
  '1994-04-27', // mourning for Richard Nixon
  '2001-09-11', // attack on the World Trade Center
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  '2004-06-11', // mourning for Ronald Reagan
  '2007-01-02', // mourning for Gerald Ford
  '2012-10-29', // hurricane Sandy
  '2012-10-30',
  '2018-12-05', // mourning for George H. W. Bush
  '2025-01-09', // mourning for Jimmy Carter
];

const SPECIAL: Readonly<Record<string, SpecialHours>> = {
  '1973-12-17': { open: '11:00' }, // ice storm
  '1974-01-16': { open: '10:15' }, // computer trouble of a member
  '1974-11-22': { open: '10:15' }, // fire drill
  '1974-12-24': { close: '14:00' },
  '1975-02-12': { close: '14:30' }, // snow
  '1975-12-24': { close: '14:00' },
  '1976-02-02': { open: '11:15' }, // storm
  '1976-08-09': { close: '15:00' }, // hurricane watch
  '1978-01-20': { open: '12:00' }, // snow
  '1978-02-06': { close: '14:00' }, // snow
  '1978-02-07': { open: '11:00' }, // snow
  '1981-03-30': { close: '15:17' }, // attempt on Ronald Reagan
  '1981-09-09': { close: '15:28' }, // power failure
  '1987-10-23': { close: '14:00' }, // the volume after the crash
  '1987-10-26': { close: '14:00' },
  '1987-10-27': { close: '14:00' },
  '1987-10-28': { close: '14:00' },
  '1987-10-29': { close: '14:00' },
  '1987-10-30': { close: '14:00' },
  '1987-11-02': { close: '14:30' },
  '1987-11-03': { close: '14:30' },
  '1987-11-04': { close: '14:30' },
  '1987-11-05': { close: '15:00' },
  '1987-11-06': { close: '15:00' },
  '1987-11-09': { close: '15:30' },
  '1987-11-10': { close: '15:30' },
  '1987-11-11': { close: '15:30' },
  '1989-11-10': { open: '11:00' }, // fire
  '1990-12-24': { close: '14:00' },
  '1990-12-27': { open: '11:00' }, // explosion of a transformer
  '1991-12-24': { close: '14:00' },
  '1992-12-24': { close: '14:00' },
  '1994-02-11': { close: '14:30' }, // snow
  '1995-12-18': { open: '10:30' }, // computer trouble
  '1996-01-08': { open: '11:00', close: '14:00' }, // snow
  '1997-10-27': { close: '15:30' }, // circuit breaker
  '1997-12-26': { close: '13:00' },
  '1999-12-31': { close: '13:00' },
  '2002-09-11': { open: '12:00' }, // remembrance of the attack
  '2003-12-26': { close: '13:00' },
  '2005-06-01': { close: '15:56' }, // communication trouble
};

/** The New York Stock Exchange, since 1970; Nasdaq (XNAS) keeps the same sessions. */
export const XNYS = exchangeRules({
  name: 'XNYS',
  zone: 'America/New_York',
  hours: [
    // Shortened to work off the paper of the trades.
    { from: '1970-01-01', open: '10:00', close: '15:00' },
    { from: '1970-05-04', open: '10:00', close: '15:30' },
    { from: '1974-10-01', open: '10:00', close: '16:00' },
    { from: '1985-09-30', open: '09:30', close: '16:00' },
  ],
  holidays,
  closures: CLOSURES,
  earlyCloses,
  special: SPECIAL,
});
