import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { CalendarRules } from '../../../src/market/calendar/calendar-rules.ts';
import { customCalendar, customRules } from '../../../src/market/calendar/custom-calendar.ts';
import { KNOWN_CALENDARS } from '../../../src/market/calendar/known-calendars.ts';
import { SessionTable } from '../../../src/market/calendar/session-table.ts';
import { DAY_MS, parseDay, printDay } from '../../../src/market/civil-date.ts';

const FIRST = '2019-01-01';
const LAST = '2025-12-31';
const tables = new Map(
  [...KNOWN_CALENDARS].map(([name, rules]) => [
    name,
    new SessionTable(rules, parseDay(FIRST), parseDay(LAST)),
  ]),
);
const NAMES = [...tables.keys()];
const utc = (time: number) => new Date(time).toISOString().slice(0, 16);

describe.each(NAMES)('the sessions of %s', (name) => {
  const table = tables.get(name)!;
  const { sessions } = table;

  it('follow each other, each within its trading day, and no instant is without a day', () => {
    sessions.forEach((session, i) => {
      const { dayStart, openTime, closeTime, dayEnd } = session;
      expect(session.index).toBe(i);
      expect(dayStart).toBeLessThanOrEqual(openTime);
      expect(openTime).toBeLessThan(closeTime);
      expect(closeTime).toBeLessThanOrEqual(dayEnd + 1);
      const next = sessions[i + 1];
      if (next) expect(next.dayStart).toBe(dayEnd + 1);
    });
  });

  it('are found as a walk over all of them finds them, in any order of asking', () => {
    const clock = table.instantClock();
    const dates = table.dateClock();
    const within = fc.integer({ min: parseDay(FIRST) * DAY_MS, max: parseDay(LAST) * DAY_MS });
    fc.assert(
      fc.property(fc.array(within, { minLength: 1, maxLength: 20 }), (times) => {
        for (const time of times) {
          expect(clock.sessionOf(time)).toBe(
            sessions.findLast(({ dayStart }) => dayStart <= time) ?? sessions[0],
          );
          expect(dates.sessionOf(time)).toBe(sessions.findLast(({ date }) => date <= time) ?? sessions[0]);
        }
      }),
    );
  });
});

test('currencies trade from Sunday to Friday, 17:00 of New York, in summer and in winter', () => {
  const { sessions } = tables.get('FX')!;
  const of = (date: string) => sessions.find((session) => session.date === parseDay(date) * DAY_MS)!;
  expect([of('2024-03-11').openTime, of('2024-03-11').closeTime].map(utc)).toEqual([
    '2024-03-10T21:00',
    '2024-03-11T21:00',
  ]);
  expect(utc(of('2024-03-08').closeTime)).toBe('2024-03-08T22:00');
  expect(of('2024-03-08').dayEnd).toBe(of('2024-03-11').openTime - 1);
  const clock = tables.get('FX')!.instantClock();
  expect(clock.sessionOf(Date.UTC(2024, 0, 9, 22, 30))).toBe(of('2024-01-10'));
});

test('what never closes has the days of UTC', () => {
  const clock = tables.get('24/7')!.instantClock();
  const session = clock.sessionOf(Date.UTC(2024, 5, 1, 23, 59));
  const date = Date.UTC(2024, 5, 1);
  expect(session).toMatchObject({
    date,
    openTime: date,
    closeTime: date + DAY_MS,
    dayEnd: date + DAY_MS - 1,
  });
});

test.each([
  // Counted by the rules as they are known; no list of an exchange was there to check them.
  ['XTKS', '2019', 241],
  ['XTKS', '2021', 245],
  ['XTKS', '2024', 245],
  ['XLON', '2022', 250],
  ['XLON', '2023', 251],
  ['XETR', '2021', 255],
  ['XETR', '2024', 254],
])('%s had in %s %i sessions', (name, year, count) => {
  const { sessions } = tables.get(name)!;
  expect(sessions.filter(({ date }) => printDay(date / DAY_MS).startsWith(year))).toHaveLength(count);
});

test.each([
  ['XLON', '2020-05-04', true],
  ['XLON', '2020-05-08', false],
  ['XLON', '2022-06-03', false],
  ['XLON', '2022-09-19', false],
  ['XLON', '2021-12-28', false],
  ['XETR', '2021-05-24', false],
  ['XETR', '2022-06-06', true],
  ['XETR', '2022-10-03', true],
  ['XTKS', '2019-05-02', false],
  ['XTKS', '2020-05-06', false],
  ['XTKS', '2020-10-01', false],
  ['XTKS', '2021-08-09', false],
  ['XTKS', '2024-02-12', false],
])('%s on %s: a session is %s', (name, date, expected) => {
  const { sessions } = tables.get(name)!;
  expect(sessions.some((session) => session.date === parseDay(date) * DAY_MS)).toBe(expected);
});

test('a session that would open in the hour that clocks skip opens when they have been set', () => {
  const rules = rulesOf({
    zone: 'America/New_York',
    hours: [{ days: ['sun'], open: '02:30', close: '12:00' }],
  });
  const [session] = new SessionTable(rules, parseDay('2024-03-10'), parseDay('2024-03-10')).sessions;
  expect(utc(session!.openTime)).toBe('2024-03-10T07:30');
});

function rulesOf(calendar: unknown): CalendarRules {
  return customRules('own', customCalendar.parse(calendar));
}

describe('a calendar of the user', () => {
  const own = {
    zone: 'Europe/Zurich',
    hours: [
      { days: ['mon', 'tue', 'wed', 'thu'], open: '09:00', close: '17:20' },
      { days: ['sat'], open: '18:00', close: '01:00' },
    ],
    holidays: ['2024-08-01'],
    special: { '2024-07-31': { close: '12:00' }, '2024-08-03': { open: '20:00' } },
  };
  const { sessions } = new SessionTable(rulesOf(own), parseDay('2024-07-29'), parseDay('2024-08-04'));

  it('has the sessions that its hours, holidays and exceptions say, over midnight too', () => {
    expect(
      sessions.map(({ date, openTime, closeTime, isHalfDay }) => [
        printDay(date / DAY_MS),
        utc(openTime),
        utc(closeTime),
        isHalfDay,
      ]),
    ).toEqual([
      ['2024-07-29', '2024-07-29T07:00', '2024-07-29T15:20', false],
      ['2024-07-30', '2024-07-30T07:00', '2024-07-30T15:20', false],
      ['2024-07-31', '2024-07-31T07:00', '2024-07-31T10:00', true],
      ['2024-08-03', '2024-08-02T18:00', '2024-08-02T23:00', true],
    ]);
  });

  it.each([
    ['an unknown zone', { ...own, zone: 'Europe/Atlantis' }],
    ['a time that is none', { ...own, hours: [{ days: ['mon'], open: '9:00', close: '17:00' }] }],
    ['a weekday twice', { ...own, hours: [...own.hours, { days: ['sat'], open: '09:00', close: '10:00' }] }],
    [
      'sessions that overlap',
      {
        zone: 'UTC',
        hours: [
          { days: ['mon', 'tue'], open: '12:00', close: '12:00' },
          { days: ['wed'], open: '11:00', close: '10:00' },
        ],
      },
    ],
    ['a holiday that is no date', { ...own, holidays: ['2024-02-30'] }],
    ['no hours', { zone: 'UTC', hours: [] }],
    ['a misspelt field', { ...own, holiday: [] }],
  ])('is refused with %s', (_, calendar) => {
    expect(customCalendar.safeParse(calendar).success).toBe(false);
  });
});
