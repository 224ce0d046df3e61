import { describe, expect, test } from 'vitest';
import { Timers } from '../../src/engine/timers.ts';
import type { TimerDeclaration } from '../../src/strategy/definition.ts';

/** The dates, each a slice, at which a timer of the rule is due. */
function dueDates(rule: TimerDeclaration, dates: readonly string[]): string[] {
  const timers = new Timers({ one: rule });
  return dates.filter((date) => {
    timers.fire(Date.parse(date));
    return timers.isDue('one');
  });
}

describe('a timer is due', () => {
  const days = [
    '2024-02-26',
    '2024-02-28',
    '2024-02-29',
    '2024-03-01',
    '2024-03-03',
    '2024-03-04',
    '2024-03-11',
  ];

  test('every so many slices, from the first one on', () => {
    expect(dueDates({ everyBars: 3 }, days)).toEqual(['2024-02-26', '2024-03-01', '2024-03-11']);
    expect(dueDates({ everyBars: 1 }, days)).toEqual(days);
  });

  test('at the first slice of each month', () => {
    expect(dueDates({ every: 'month' }, days)).toEqual(['2024-02-26', '2024-03-01']);
    expect(dueDates({ every: 'month' }, ['2023-03-01', '2024-03-01'])).toHaveLength(2);
  });

  test('at the first slice of each week, which begins on Monday', () => {
    expect(dueDates({ every: 'week' }, days)).toEqual(['2024-02-26', '2024-03-04', '2024-03-11']);
  });

  test('at the first slice of each day of UTC', () => {
    const hours = ['2024-01-01T22:00Z', '2024-01-01T23:59Z', '2024-01-02T00:00Z', '2024-01-02T12:00Z'];
    expect(dueDates({ every: 'day' }, hours)).toEqual([hours[0], hours[2]]);
  });

  test('before 1970 by the same calendar', () => {
    // 1969-12-29 was a Monday.
    const dates = ['1969-12-28', '1969-12-29', '1969-12-31', '1970-01-01', '1970-01-05'];
    expect(dueDates({ every: 'week' }, dates)).toEqual(['1969-12-28', '1969-12-29', '1970-01-05']);
    expect(dueDates({ every: 'month' }, dates)).toEqual(['1969-12-28', '1970-01-01']);
  });
});

test('several timers do not disturb each other, and an unknown one is E_PLUGIN_SHAPE', () => {
  const timers = new Timers({ often: { everyBars: 1 }, seldom: { everyBars: 2 } });
  const seen = [0, 1, 2].map((time) => {
    timers.fire(time);
    return [timers.isDue('often'), timers.isDue('seldom')];
  });
  expect(seen).toEqual([
    [true, true],
    [true, false],
    [true, true],
  ]);
  expect(() => timers.isDue('oftn')).toThrow(
    /E_PLUGIN_SHAPE isDue: the timers are often, seldom; found oftn/,
  );
});

test.each([
  { everyBars: 0 },
  { everyBars: 2.5 },
  { everyBars: -1 },
  { every: 'year' },
  { every: 'constructor' },
])('a timer with the rule %j, which would never be due, is E_PLUGIN_SHAPE', (rule) => {
  expect(() => new Timers({ rebalance: rule as TimerDeclaration })).toThrow(
    /^E_PLUGIN_SHAPE timer rebalance/,
  );
});
