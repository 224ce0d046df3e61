import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectBars } from '../../src/market/bar-selection.ts';
import { inferPeriodsPerYear } from '../../src/market/periods-per-year.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { errorOf } from './parse-text.ts';

function seriesAt(symbol: string, times: readonly number[]): BarSeries {
  const column = Float64Array.from(times, (time) => time + 0.5);
  return {
    symbol,
    time: Float64Array.from(times),
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
  };
}

describe('selectBars', () => {
  const series = [seriesAt('A', [1, 2, 3, 4]), seriesAt('B', [3, 4, 5]), seriesAt('C', [9])];

  it('keeps the bars between two times, both included, and drops symbols without any', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.integer({ min: 0, max: 10 }),
        (from, to) => {
          const expected = series
            .map(({ symbol, time }) => ({
              symbol,
              times: [...time].filter((instant) => instant >= from && instant <= to),
            }))
            .filter(({ times }) => times.length > 0);
          if (expected.length === 0) {
            expect(errorOf(() => selectBars(series, { from, to })).code).toBe('E_DATA_EMPTY');
            return;
          }
          const selected = selectBars(series, { from, to });
          expect(selected.map(({ symbol, time }) => ({ symbol, times: [...time] }))).toEqual(expected);
          for (const bars of selected)
            expect([...bars.close]).toEqual([...bars.time].map((time) => time + 0.5));
        },
      ),
      { seed: 51, numRuns: 500 },
    );
  });

  it('keeps the wanted symbols in the given order', () => {
    expect(selectBars(series, { symbols: ['C', 'A'] }).map(({ symbol }) => symbol)).toEqual(['A', 'C']);
    expect(selectBars(series, {})).toEqual(series);
  });

  it('refuses a symbol that is not there', () => {
    const error = errorOf(() => selectBars(series, { symbols: ['A', 'X'] }));
    expect(error).toMatchObject({ code: 'E_PARAMETER_INVALID', found: 'X', repair: 'Choose among A B C' });
  });
});

describe('inferPeriodsPerYear', () => {
  const DAY = 86_400_000;
  const start = Date.UTC(2024, 0, 1);
  const days = (count: number): number[] => Array.from({ length: count }, (_, day) => start + day * DAY);
  const weekdays = days(500).filter((time) => ![0, 6].includes(new Date(time).getUTCDay()));
  const holidays = weekdays.filter((_, day) => day % 30 !== 7);
  const session = (dates: readonly number[], bars: number, spacing: number): number[] =>
    dates.flatMap((date) =>
      Array.from({ length: bars }, (_, bar) => date + 14.5 * 3_600_000 + bar * spacing),
    );

  it.each([
    ['one bar', [start], 252],
    ['two daily bars', [start, start + DAY], 252],
    ['weekdays with holidays', holidays, 252],
    ['every day', days(100), 365],
    ['weeks', days(700).filter((_, day) => day % 7 === 0), 52],
    ['months', Array.from({ length: 36 }, (_, month) => Date.UTC(2020, month, 1)), 12],
    ['quarters', Array.from({ length: 12 }, (_, quarter) => Date.UTC(2020, quarter * 3, 1)), 4],
    ['years', Array.from({ length: 12 }, (_, year) => Date.UTC(2000 + year, 0, 1)), 1],
    ['minutes of a session', session(holidays, 390, 60_000), 252],
    ['hours of a session', session(holidays, 7, 3_600_000), 252],
    ['hours around the clock', Array.from({ length: 2000 }, (_, hour) => start + hour * 3_600_000), 365],
  ])('knows %s', (_, times, expected) => {
    expect(inferPeriodsPerYear([seriesAt('A', times)])).toBe(expected);
  });

  it('takes the median over the symbols', () => {
    const odd = seriesAt('O', [start, start + 30 * DAY]);
    expect(inferPeriodsPerYear([seriesAt('A', holidays), odd, seriesAt('B', holidays)])).toBe(252);
  });
});
