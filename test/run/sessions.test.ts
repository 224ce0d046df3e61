import { describe, expect, it, test } from 'vitest';
import { ofKind } from '../support/memory-journal.ts';
import { everyMinutes, numberedBars, type OnBar, runOnCalendar } from '../support/session-run.ts';

const utc = (time: number): string => new Date(time).toISOString().slice(0, 16);

/** Half-hours of New York: a Friday in winter time, a Monday and a Tuesday in summer time. */
const WEEKEND_OF_MARCH = [
  ...everyMinutes('2024-03-08T14:30Z', '2024-03-08T21:00Z', 30),
  ...everyMinutes('2024-03-11T13:30Z', '2024-03-11T20:00Z', 30),
  ...everyMinutes('2024-03-12T13:30Z', '2024-03-12T20:00Z', 30),
];

/** Half-hours around a half-day: Wednesday, Friday after Thanksgiving until 13:00, Monday. */
const THANKSGIVING = [
  ...everyMinutes('2023-11-22T14:30Z', '2023-11-22T21:00Z', 30),
  ...everyMinutes('2023-11-24T14:30Z', '2023-11-24T18:00Z', 30),
  ...everyMinutes('2023-11-27T14:30Z', '2023-11-27T21:00Z', 30),
];

/** Does something at the bars of these times. */
const at = (times: readonly string[], act: OnBar): OnBar => {
  const wanted = new Set(times.map((text) => Date.parse(text)));
  return (context) => {
    if (wanted.has(context.time)) act(context);
  };
};

describe('a market-on-close order of bars within a day', () => {
  const onClose = (times: readonly string[]): OnBar =>
    at(times, ({ buy }) => buy('AAA', 1, { onClose: true }));

  it('fills at the close of the last bar of its session, on a half-day too', async () => {
    const orders = onClose(['2023-11-22T15:00Z', '2023-11-24T14:30Z', '2023-11-27T20:00Z']);
    const { journal } = await runOnCalendar([numberedBars(THANKSGIVING)], 'XNYS', { onBar: orders });
    expect(ofKind(journal.events, 'order-filled').map(({ time }) => utc(time))).toEqual([
      '2023-11-22T20:30',
      '2023-11-24T17:30',
      '2023-11-27T20:30',
    ]);
  });

  it('that comes with the last bar itself waits for the next session', async () => {
    const { journal } = await runOnCalendar([numberedBars(THANKSGIVING)], 'XNYS', {
      onBar: onClose(['2023-11-22T20:30Z']),
    });
    expect(ofKind(journal.events, 'order-filled').map(({ time }) => utc(time))).toEqual(['2023-11-24T17:30']);
  });

  it('waits for the next session where the last bar of its own is missing', async () => {
    const times = THANKSGIVING.filter((time) => utc(time) !== '2023-11-24T17:30');
    const { journal } = await runOnCalendar([numberedBars(times)], 'XNYS', {
      onBar: onClose(['2023-11-24T15:00Z']),
    });
    expect(ofKind(journal.events, 'order-filled').map(({ time }) => utc(time))).toEqual(['2023-11-27T20:30']);
  });

  it('knows bars that bear the time of their end', async () => {
    const ends = THANKSGIVING.map((time) => time + 30 * 60_000);
    const { journal } = await runOnCalendar([numberedBars(ends)], 'XNYS', {
      facts: { barTime: 'end' },
      onBar: onClose(['2023-11-24T15:00Z']),
    });
    expect(ofKind(journal.events, 'order-filled').map(({ time }) => utc(time))).toEqual(['2023-11-24T18:00']);
  });

  it('that fills in parts goes on at the next close of a session', async () => {
    const bars = numberedBars(THANKSGIVING);
    bars.volume.fill(6);
    const { journal } = await runOnCalendar([bars], 'XNYS', { onBar: onClose(['2023-11-22T15:00Z']) });
    const fills = ofKind(journal.events, 'order-filled');
    expect(fills.map(({ time, fill }) => [utc(time), fill.quantity])).toEqual([
      ['2023-11-22T20:30', expect.closeTo(0.6, 12)],
      ['2023-11-24T17:30', expect.closeTo(0.4, 12)],
    ]);
  });
});

describe('a market-on-open order of bars within a day', () => {
  const onOpen = (times: readonly string[]): OnBar => at(times, ({ buy }) => buy('AAA', 1, { onOpen: true }));

  it('fills at the open of the next session, over the change of the clocks', async () => {
    const { journal } = await runOnCalendar([numberedBars(WEEKEND_OF_MARCH)], 'XNYS', {
      onBar: onOpen(['2024-03-08T14:30Z', '2024-03-11T19:30Z']),
    });
    const fills = ofKind(journal.events, 'order-filled');
    expect(fills.map(({ time, fill }) => [utc(time), fill.price])).toEqual([
      ['2024-03-11T13:30', 113],
      ['2024-03-12T13:30', 126],
    ]);
  });

  it('that comes before the open fills at the open of that day', async () => {
    const times = [
      Date.parse('2024-03-11T13:00Z'),
      ...everyMinutes('2024-03-11T13:30Z', '2024-03-11T20:00Z', 30),
    ];
    const { journal } = await runOnCalendar([numberedBars(times)], 'XNYS', {
      onBar: onOpen(['2024-03-11T13:00Z']),
    });
    expect(ofKind(journal.events, 'order-filled').map(({ time }) => utc(time))).toEqual(['2024-03-11T13:30']);
  });

  it('fills at the first bar that there is where the first of the session is missing', async () => {
    const times = WEEKEND_OF_MARCH.filter((time) => utc(time) !== '2024-03-11T13:30');
    const { journal } = await runOnCalendar([numberedBars(times)], 'XNYS', {
      onBar: onOpen(['2024-03-08T15:00Z']),
    });
    expect(ofKind(journal.events, 'order-filled').map(({ time }) => utc(time))).toEqual(['2024-03-11T14:00']);
  });

  it('under latency waits for a session that opens after it has arrived', async () => {
    const { journal } = await runOnCalendar([numberedBars(WEEKEND_OF_MARCH)], 'XNYS', {
      settings: { latencyBars: 2 },
      onBar: onOpen(['2024-03-08T20:30Z']),
    });
    expect(ofKind(journal.events, 'order-filled').map(({ time }) => utc(time))).toEqual(['2024-03-12T13:30']);
  });
});

test('a DAY order ends with the trading day: of currencies at 17:00 in New York, and not at midnight', async () => {
  const bars = numberedBars(everyMinutes('2024-03-12T18:00Z', '2024-03-13T18:00Z', 60), 'EUR/USD');
  const onBar = at(['2024-03-12T19:00Z', '2024-03-12T22:00Z'], ({ buy }) =>
    buy('EUR/USD', 1, { limit: 50, timeInForce: 'DAY' }),
  );
  const { journal } = await runOnCalendar([bars], 'FX', { onBar });
  // The second one lives over midnight, to the end of the data.
  expect(ofKind(journal.events, 'order-expired').map(({ time, reason }) => [utc(time), reason])).toEqual([
    ['2024-03-12T21:00', 'day-ended'],
    ['2024-03-13T17:00', 'end-of-data'],
  ]);
});

test('the orders of a day are counted by the trading day', async () => {
  const bars = numberedBars(everyMinutes('2024-03-12T19:00Z', '2024-03-13T22:00Z', 60), 'EUR/USD');
  const { journal } = await runOnCalendar([bars], 'FX', {
    settings: { orderRate: 1 },
    onBar: ({ buy }) => buy('EUR/USD', 1),
  });
  expect(ofKind(journal.events, 'order-accepted').map(({ time }) => utc(time))).toEqual([
    '2024-03-12T19:00',
    '2024-03-12T21:00',
    '2024-03-13T21:00',
  ]);
});

test('daily returns are those of trading days', async () => {
  const bars = numberedBars(everyMinutes('2024-03-12T18:00Z', '2024-03-14T00:00Z', 60), 'EUR/USD');
  const { outcome } = await runOnCalendar([bars], 'FX', { onBar: () => undefined });
  expect([...outcome.equity.days].map(utc)).toEqual([
    '2024-03-12T00:00',
    '2024-03-13T00:00',
    '2024-03-14T00:00',
  ]);
});

describe('a timer by sessions', () => {
  const dueTimes = async (timer: object, times: readonly number[], facts = {}): Promise<string[]> => {
    const due: string[] = [];
    await runOnCalendar([numberedBars(times)], 'XNYS', {
      facts,
      timers: { one: timer as never },
      onBar: ({ isDue, time }) => {
        if (isDue('one')) due.push(utc(time));
      },
    });
    return due;
  };

  it('is due half an hour before the close, on a half-day too', async () => {
    expect(await dueTimes({ at: 'session-close', offsetMinutes: -30 }, THANKSGIVING)).toEqual([
      '2023-11-22T20:00',
      '2023-11-24T17:00',
      '2023-11-27T20:00',
    ]);
  });

  it('is due an hour after the open, through the change of the clocks', async () => {
    expect(await dueTimes({ at: 'session-open', offsetMinutes: 60 }, WEEKEND_OF_MARCH)).toEqual([
      '2024-03-08T15:00',
      '2024-03-11T14:00',
      '2024-03-12T14:00',
    ]);
  });

  it('is due in the bar that ends then, where bars bear the time of their end', async () => {
    const ends = WEEKEND_OF_MARCH.map((time) => time + 30 * 60_000);
    expect(await dueTimes({ at: 'session-open', offsetMinutes: 60 }, ends, { barTime: 'end' })).toEqual([
      '2024-03-08T15:30',
      '2024-03-11T14:30',
      '2024-03-12T14:30',
    ]);
  });

  it('is due at the first bar after its moment where that one is missing, and not at all after the last', async () => {
    const times = THANKSGIVING.filter(
      (time) => !['2023-11-24T17:00', '2023-11-27T20:00', '2023-11-27T20:30'].includes(utc(time)),
    );
    expect(await dueTimes({ at: 'session-close', offsetMinutes: -30 }, times)).toEqual([
      '2023-11-22T20:00',
      '2023-11-24T17:30',
    ]);
  });

  it('is due at each daily bar', async () => {
    const dates = ['2024-03-08', '2024-03-11', '2024-03-12'].map((date) => Date.parse(date));
    expect(await dueTimes({ at: 'session-close', offsetMinutes: 5 }, dates)).toEqual(dates.map(utc));
  });

  it('by days, weeks and months goes by trading days', async () => {
    expect(await dueTimes({ every: 'week' }, WEEKEND_OF_MARCH)).toEqual([
      '2024-03-08T14:30',
      '2024-03-11T13:30',
    ]);
  });
});

test('daily bars of a calendar fill, expire and are counted as they are without one', async () => {
  const dates = ['2024-03-07', '2024-03-08', '2024-03-11', '2024-03-12'].map((date) => Date.parse(date));
  const onBar = at(['2024-03-07T00:00Z'], ({ buy }) => {
    buy('AAA', 1, { onOpen: true });
    buy('AAA', 1, { onClose: true });
    buy('AAA', 1, { limit: 50, timeInForce: 'DAY' });
  });
  const { journal } = await runOnCalendar([numberedBars(dates)], 'XNYS', { onBar });
  expect(ofKind(journal.events, 'order-filled').map(({ time, fill }) => [utc(time), fill.price])).toEqual([
    ['2024-03-08T00:00', 101],
    ['2024-03-08T00:00', 101.5],
  ]);
  expect(ofKind(journal.events, 'order-expired').map(({ time }) => utc(time))).toEqual(['2024-03-11T00:00']);
});
