import { dayOf, type EpochDay } from '../civil-date.ts';
import { exchangeRules } from './exchange-rules.ts';
import { easterSunday, previousWeekday } from './holiday-rules.ts';

function holidays(year: number): EpochDay[] {
  const easter = easterSunday(year);
  const days = [
    dayOf(year, 1, 1),
    easter - 2,
    easter + 1,
    dayOf(year, 5, 1),
    dayOf(year, 12, 24),
    dayOf(year, 12, 25),
    dayOf(year, 12, 26),
    dayOf(year, 12, 31),
  ];
  // Whit Monday and the Day of German Unity were holidays of the exchange for some years only.
  if (year === 2007 || (year >= 2015 && year <= 2021)) days.push(easter + 50);
  if (year >= 2014 && year <= 2021) days.push(dayOf(year, 10, 3));
  return days;
}

/** Xetra, the electronic exchange of Frankfurt, since its day has ended at 17:30. */
export const XETR = exchangeRules({
  name: 'XETR',
  zone: 'Europe/Berlin',
  hours: [{ from: '2003-11-03', open: '09:00', close: '17:30' }],
  holidays,
  closures: ['2017-10-31'], // five hundred years of the Reformation
  earlyCloses: (year) => (year >= 2010 ? [[previousWeekday(dayOf(year, 12, 30)), '14:00']] : []),
  special: {},
});
