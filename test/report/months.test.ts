import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthlyReturns } from '../../src/report/monthly-returns.ts';
import { monthlyTurnover, monthsOf } from '../../src/report/monthly-turnover.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { contentsOf, sectionOf, storedNumbers } from './page-reader.ts';
import { sampleReport } from './sample-report.ts';

const DAY = 86_400_000;

function columns(days: readonly number[], equity: readonly number[]) {
  const zeros = new Float64Array(days.length);
  const time = Float64Array.from(days, (day) => day * DAY);
  return { time, equity: Float64Array.from(equity), cash: zeros, gross: zeros, net: zeros };
}

describe('returns by month', () => {
  it('make the total return together, and those of a year the return of the year, whatever the marks', () => {
    const marks = fc.uniqueArray(
      fc.record({
        day: fc.integer({ min: 0, max: 4000 }),
        equity: fc.double({ min: 10, max: 1000, noNaN: true }),
      }),
      {
        selector: ({ day }) => day,
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(marks, fc.double({ min: 10, max: 1000, noNaN: true }), (found, initial) => {
        found.sort((a, b) => a.day - b.day);
        const years = monthlyReturns(
          columns(
            found.map(({ day }) => day),
            found.map(({ equity }) => equity),
          ),
          initial,
        );
        const product = (values: readonly (number | null)[]): number =>
          values.reduce<number>((grown, value) => grown * (1 + (value ?? 0)), 1);
        expect(product(years.map(({ total }) => total))).toBeCloseTo(found.at(-1)!.equity / initial, 8);
        for (const { months, total } of years) expect(product(months) / (1 + total!)).toBeCloseTo(1, 9);
        const named = new Set(found.map(({ day }) => new Date(day * DAY).toISOString().slice(0, 7)));
        expect(years.flatMap(({ months }) => months).filter((value) => value !== null)).toHaveLength(
          named.size,
        );
      }),
    );
  });

  it('are none for an account that has nothing to earn on', () => {
    const [year] = monthlyReturns(columns([0, 40], [-5, 10]), 100);
    expect(year!.months.slice(0, 3)).toEqual([-1.05, null, null]);
    expect(year!.total).toBeCloseTo(-0.9, 12);
    expect(monthlyReturns(columns([], []), 100)).toEqual([]);
  });

  it('stand in the page, year by year', () => {
    const report = sampleReport();
    const rows = contentsOf(contentsOf(sectionOf(renderReport(report), 'months'), 'tbody')[0]!, 'tr');
    const years = monthlyReturns(report.arms[0]!.equity, 100_000);
    expect(rows.map(storedNumbers)).toEqual(
      years.map(({ months, total }) => [...months, total].filter((value) => value !== null)),
    );
  });
});

describe('turnover by month', () => {
  it('is half of the money traded over the mean equity of the month', () => {
    const [arm] = sampleReport().arms;
    const equity = columns([0, 1, 31, 120], [100, 300, 50, 80]);
    const traded = { day: Float64Array.of(0, DAY, 31 * DAY), traded: Float64Array.of(40, 60, 10) };
    const months = monthsOf(equity.time);
    expect(months).toEqual([1970 * 12, 1970 * 12 + 1, 1970 * 12 + 2, 1970 * 12 + 3, 1970 * 12 + 4]);
    expect(monthlyTurnover({ ...arm!, equity, traded }, months)).toEqual([0.25, 0.1, null, null, 0]);
    expect(monthlyTurnover({ ...arm!, equity, traded: null }, months)).toBeNull();
  });
});
