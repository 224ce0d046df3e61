import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { KNOWN_CALENDARS } from '../../../src/market/calendar/known-calendars.ts';
import { SessionTable } from '../../../src/market/calendar/session-table.ts';
import { DAY_MS, parseDay, printDay } from '../../../src/market/civil-date.ts';
import { loadMarketData } from '../../../src/market/data-folder.ts';

const xnys = KNOWN_CALENDARS.get('XNYS')!;
const tableOf = (from: string, to: string) => new SessionTable(xnys, parseDay(from), parseDay(to));
const datesOf = (table: SessionTable) => table.sessions.map(({ date }) => printDay(date / DAY_MS));

test('its sessions are those of the shipped data day by day, but for the holes that the manifest names', () => {
  const { series } = loadMarketData(fileURLToPath(new URL('../../../datasets/us-daily', import.meta.url)));
  const sessions = new Set(tableOf('1990-01-02', '2014-12-31').sessions.map(({ date }) => date));
  const traded = new Set(series.flatMap(({ time }) => [...time]));
  expect(traded).toEqual(sessions);
  const holes = series.map(({ symbol, time }) => {
    const own = new Set(time);
    return [symbol, [...sessions].filter((date) => !own.has(date)).length] as const;
  });
  // 1999-11-16 everywhere but in T, and one more in eleven of them.
  const two = 'HD HON JPM MO MSFT NKE SCHW SHW UNP UTX XOM'.split(' ');
  expect(Object.fromEntries(holes)).toEqual(
    Object.fromEntries(
      series.map(({ symbol }) => [symbol, symbol === 'T' ? 0 : two.includes(symbol) ? 2 : 1]),
    ),
  );
});

test('each year since 1970 has as many sessions as the exchange had', () => {
  const counts = new Map<string, number>();
  for (const date of datesOf(tableOf('1970-01-01', '2026-12-31'))) {
    counts.set(date.slice(0, 4), (counts.get(date.slice(0, 4)) ?? 0) + 1);
  }
  // 1970 to 1999 as counted in the daily returns of the data library of Kenneth French; later ones as the exchange tells.
  expect([...counts.values()].join(' ')).toBe(
    '254 253 251 252 253 253 253 252 252 253 253 253 253 253 253 252 253 253 253 252 ' +
      '253 253 254 253 252 252 254 253 252 252 252 248 252 252 252 252 251 251 253 252 ' +
      '252 252 250 252 252 252 252 251 251 252 253 252 251 250 252 250 251',
  );
});

describe('the exchange was closed', () => {
  const open = new Set(datesOf(tableOf('1970-01-01', '2026-12-31')));
  it.each([
    ['1970-02-23', "Washington's birthday on a Sunday"],
    ['1971-02-15', "Washington's birthday by the new rule"],
    ['1972-11-07', 'the election of a president'],
    ['1977-07-14', 'the blackout'],
    ['1980-11-04', 'the last election that closed it'],
    ['1985-09-27', 'hurricane Gloria'],
    ['1993-12-24', 'Christmas on a Saturday'],
    ['1994-04-27', 'mourning'],
    ['1998-01-19', 'the first Martin Luther King Day'],
    ['2001-09-14', 'the attack on New York'],
    ['2012-10-30', 'hurricane Sandy'],
    ['2018-12-05', 'mourning'],
    ['2022-06-20', 'the first Juneteenth, a Sunday'],
    ['2023-01-02', "New Year's Day on a Sunday"],
    ['2025-01-09', 'mourning'],
    ['2026-07-03', 'Independence Day on a Saturday'],
  ])('on %s for %s', (date) => {
    expect(open.has(date)).toBe(false);
  });

  it.each([
    ['1970-05-29', 'the Friday before Memorial Day of 1970'],
    ['1984-11-06', 'an election after 1980'],
    ['1997-01-20', 'Martin Luther King Day before 1998'],
    ['2010-12-31', "the Friday before New Year's Day of 2011"],
    ['2021-06-18', 'Juneteenth before 2022'],
    ['2021-12-31', "the Friday before New Year's Day of 2022"],
  ])('but not on %s, %s', (date) => {
    expect(open.has(date)).toBe(true);
  });
});

describe('its hours', () => {
  const sessions = new Map(
    tableOf('1970-01-01', '2026-12-31').sessions.map((session) => [printDay(session.date / DAY_MS), session]),
  );
  it.each([
    ['1970-03-02', '15:00', '20:00', false],
    ['1974-09-30', '14:00', '19:30', false],
    ['1974-10-01', '14:00', '20:00', false],
    ['1985-09-30', '13:30', '20:00', false],
    ['1992-11-27', '14:30', '19:00', true],
    ['1996-01-08', '16:00', '19:00', true],
    ['2002-07-05', '13:30', '17:00', true],
    ['2012-07-03', '13:30', '17:00', true],
    ['2013-07-03', '13:30', '17:00', true],
    ['2013-07-05', '13:30', '20:00', false],
    ['2023-03-10', '14:30', '21:00', false],
    ['2023-03-13', '13:30', '20:00', false],
    ['2023-11-03', '13:30', '20:00', false],
    ['2023-11-06', '14:30', '21:00', false],
    ['2023-11-24', '14:30', '18:00', true],
    ['2024-12-24', '14:30', '18:00', true],
  ])('of %s are %s to %s in UTC', (date, open, close, isHalfDay) => {
    const session = sessions.get(date)!;
    const utc = (time: number) => new Date(time).toISOString().slice(11, 16);
    expect([utc(session.openTime), utc(session.closeTime), session.isHalfDay]).toEqual([
      open,
      close,
      isHalfDay,
    ]);
  });
});
