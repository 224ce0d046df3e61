import fc from 'fast-check';
import { expect, test } from 'vitest';
import { easterSunday, nthWeekday } from '../../src/market/calendar/holiday-rules.ts';
import { civilDate, DAY_MS, dayOf, parseDay, printDay, weekdayOf } from '../../src/market/civil-date.ts';

test('days and dates lead to each other as those of the platform do', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
      const date = new Date(day * DAY_MS);
      const parts = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(civilDate(day)).toEqual(parts);
      expect(dayOf(parts.year, parts.month, parts.day)).toBe(day);
      expect(weekdayOf(day)).toBe(date.getUTCDay());
    }),
  );
});

test('a printed day is read again, and what is no date is not', () => {
  for (const text of ['1970-01-01', '2000-02-29', '2024-12-31']) expect(printDay(parseDay(text))).toBe(text);
  for (const text of ['2023-02-29', '2024-13-01', '2024-00-10', '24-01-01', ''])
    expect(parseDay(text)).toBeNaN();
});

test.each(['1970-03-29', '1981-04-19', '2000-04-23', '2008-03-23', '2011-04-24', '2024-03-31', '2038-04-25'])(
  '%s is a Sunday of Easter',
  (text) => {
    expect(printDay(easterSunday(Number(text.slice(0, 4))))).toBe(text);
  },
);

test('the n-th weekday of a month is found from its beginning and from its end', () => {
  expect(printDay(nthWeekday(2024, 1, 1, 3))).toBe('2024-01-15');
  expect(printDay(nthWeekday(2024, 9, 1, 1))).toBe('2024-09-02');
  expect(printDay(nthWeekday(2024, 5, 1, -1))).toBe('2024-05-27');
  expect(printDay(nthWeekday(2022, 10, 1, -1))).toBe('2022-10-31');
});
