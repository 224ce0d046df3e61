import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { KNOWN_CALENDARS } from '../../src/market/calendar/known-calendars.ts';
import { SessionTable } from '../../src/market/calendar/session-table.ts';
import { parseDay } from '../../src/market/civil-date.ts';
import { checkSessions } from '../../src/market/session-check.ts';

const table = new SessionTable(KNOWN_CALENDARS.get('XNYS')!, parseDay('2023-11-01'), parseDay('2024-01-31'));
const MINUTES = 30;
const BAR = MINUTES * 60_000;

/** All half-hours of the sessions of a number of days, by session. */
const sessions = table.sessions.slice(10, 22);
const barsOf = sessions.map(({ openTime, closeTime }) =>
  Array.from({ length: Math.ceil((closeTime - openTime) / BAR) }, (_, bar) => openTime + bar * BAR),
);
const check = (times: readonly number[], barTime: 'start' | 'end' = 'start') =>
  checkSessions({ symbol: 'A', time: Float64Array.from(times), barTime, hasLength: true }, table);

test('whole data have no gaps, with half-days and by either end of their bars', () => {
  const times = barsOf.flat();
  expect(check(times)).toEqual({ gaps: [], outside: [] });
  expect(
    check(
      times.map((time) => time + BAR),
      'end',
    ),
  ).toEqual({ gaps: [], outside: [] });
});

test.each([
  [30, 'start'],
  [30, 'end'],
  // The last hour of each session is cut.
  [60, 'start'],
  [60, 'end'],
] as const)(
  'whatever is taken out of bars of %i minutes that bear their %s is found, and nothing else',
  (minutes, barTime) => {
    const length = minutes * 60_000;
    const bars = sessions.map(({ openTime, closeTime }) =>
      Array.from({ length: Math.ceil((closeTime - openTime) / length) }, (_, bar) =>
        barTime === 'start' ? openTime + bar * length : Math.min(openTime + (bar + 1) * length, closeTime),
      ),
    );
    const all = bars.flat();
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: all.length - 2 }), { maxLength: 30 }), (taken) => {
        const times = all.filter((_, bar) => !taken.includes(bar));
        const { gaps, outside } = check(times, barTime);
        const missing = gaps.reduce((sum, gap) => sum + (gap.kind === 'bars' ? gap.missing : 0), 0);
        const wholeSessions = gaps.reduce((sum, gap) => sum + (gap.kind === 'sessions' ? gap.missing : 0), 0);
        const emptied = bars.filter((session) => session.every((time) => !times.includes(time)));
        expect(outside).toEqual([]);
        expect(wholeSessions).toBe(emptied.length);
        expect(missing).toBe(taken.length - emptied.flat().length);
      }),
    );
  },
);

describe('daily bars', () => {
  const dates = sessions.map(({ date }) => date);

  it('lack the sessions that have none, as ranges', () => {
    const some = dates.filter((_, i) => ![2, 3, 4, 8].includes(i));
    expect(check(some).gaps).toEqual([
      { symbol: 'A', kind: 'sessions', from: dates[2], to: dates[4], missing: 3 },
      { symbol: 'A', kind: 'sessions', from: dates[8], to: dates[8], missing: 1 },
    ]);
  });

  it('of a date without a session lie outside', () => {
    const thanksgiving = Date.UTC(2023, 10, 23);
    const withHoliday = [...dates, thanksgiving].sort((a, b) => a - b);
    expect(check(withHoliday)).toEqual({ gaps: [], outside: [withHoliday.indexOf(thanksgiving)] });
  });
});

test('bars before the open and after the close lie outside, and are no part of what is there', () => {
  const [first] = barsOf as [number[]];
  const early = first[0]! - 2 * BAR;
  expect(check([early, ...barsOf.flat()])).toEqual({ gaps: [], outside: [0] });
});

test('weekly bars are not held against single sessions', () => {
  const weeks = Array.from({ length: 8 }, (_, week) => Date.UTC(2023, 10, 6 + 7 * week));
  expect(check(weeks)).toEqual({ gaps: [], outside: [] });
});
