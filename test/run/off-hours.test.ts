import { expect, test } from 'vitest';
import { ofKind } from '../support/memory-journal.ts';
import { everyMinutes, numberedBars, runOnCalendar } from '../support/session-run.ts';

/** Half-hours of New York on a Monday in winter time, from an hour before the session to an hour after it. */
const MONDAY = everyMinutes('2024-01-08T13:30Z', '2024-01-08T22:00Z', 30);

const utc = (time: number): string => new Date(time).toISOString().slice(11, 16);

async function refusedAt(settings: Readonly<Record<string, unknown>>): Promise<string[]> {
  const { journal } = await runOnCalendar([numberedBars(MONDAY)], 'XNYS', {
    settings,
    onBar: ({ buy }) => buy('AAA', 1),
  });
  return ofKind(journal.events, 'order-refused').map(({ reason, time }) => `${reason} ${utc(time)}`);
}

test('outside of sessions no new exposure is taken, where the run says so', async () => {
  const outside = ['13:30', '14:00', '21:00', '21:30'];
  expect(await refusedAt({ offHours: 'refuse' })).toEqual(outside.map((time) => `off-hours ${time}`));
  expect(await refusedAt({})).toEqual([]);
});

test('a position can be reduced and closed at any time, and what a target turns round is closed', async () => {
  const { journal } = await runOnCalendar([numberedBars(MONDAY)], 'XNYS', {
    settings: { offHours: 'refuse' },
    onBar: ({ time, buy, sell, target }) => {
      if (utc(time) === '15:00') buy('AAA', 10);
      if (utc(time) === '21:00') sell('AAA', 4);
      if (utc(time) === '21:30') target('AAA', -0.5);
    },
  });
  expect(ofKind(journal.events, 'order-refused')).toEqual([]);
  expect(ofKind(journal.events, 'order-shrunk')).toMatchObject([
    { reason: 'off-hours', quantityApproved: 6 },
  ]);
});
