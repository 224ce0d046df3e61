import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyReturns } from '../../src/metrics/daily-returns.ts';
import { columnsOf, DAY, dailyReturnSeries, equityOf, PROPERTY, START, tallyOf } from './account-history.ts';

const HOUR = DAY / 24;

test('the last mark of each UTC day counts, and the first day starts from the initial equity', () => {
  const columns = {
    time: Float64Array.of(START + HOUR, START + 23 * HOUR, START + DAY, START + DAY + HOUR, START + 4 * DAY),
    equity: Float64Array.of(70, 110, 500, 121, 121),
  };
  const returns = dailyReturns(tallyOf(columns, 100));
  expect([...returns.day]).toEqual([START, START + DAY, START + 4 * DAY]);
  expect(returns.value[0]).toBeCloseTo(0.1, 14);
  expect(returns.value[1]).toBeCloseTo(0.1, 14);
  expect(returns.value[2]).toBe(0);
});

test('days before 1970 fall into their own days', () => {
  const columns = { time: Float64Array.of(-DAY - 1, -1, 0), equity: Float64Array.of(1, 2, 4) };
  expect([...dailyReturns(tallyOf(columns, 1)).day]).toEqual([-2 * DAY, -DAY, 0]);
});

test('after ruin the account stands still', () => {
  const returns = dailyReturns(tallyOf(columnsOf([50, -25, -25, 10, 20]), 100));
  expect([...returns.value]).toEqual([-0.5, -1.5, 0, 0, 1]);
  expect(returns.ruined).toBe(true);
});

test('ruin within a day is ruin', () => {
  expect(dailyReturns(tallyOf(columnsOf([100, 0, 100], HOUR), 100)).ruined).toBe(true);
});

test('no marks give no returns', () => {
  expect(dailyReturns(tallyOf(columnsOf([]), 100))).toEqual({
    day: new Float64Array(0),
    value: new Float64Array(0),
    ruined: false,
  });
});

test('the returns compound to the final equity, however many marks a day has', () => {
  fc.assert(
    fc.property(dailyReturnSeries, fc.constantFrom(HOUR, 7 * HOUR, DAY, 3 * DAY), (series, step) => {
      const columns = equityOf(series, 100, step);
      fc.pre(columns.equity.every((value) => value > 1e-6));
      const { value, day } = dailyReturns(tallyOf(columns, 100));
      const compounded = value.reduce((level, daily) => level * (1 + daily), 100);
      expect(compounded / columns.equity.at(-1)!).toBeCloseTo(1, 9);
      expect(day.length).toBe(new Set(columns.time.map((time) => Math.floor(time / DAY))).size);
    }),
    PROPERTY,
  );
});
