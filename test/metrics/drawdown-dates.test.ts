import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawdownPeakTime } from '../../src/metrics/drawdown-peak-time.ts';
import { drawdownRecoveredTime } from '../../src/metrics/drawdown-recovered-time.ts';
import { drawdownRecoveryDays } from '../../src/metrics/drawdown-recovery-days.ts';
import { drawdownTroughTime } from '../../src/metrics/drawdown-trough-time.ts';
import { columnsOf, DAY, PROPERTY, START, tallyOf } from './account-history.ts';

const datesOf = (equity: readonly number[]) => {
  const tally = tallyOf(columnsOf(equity), 100);
  const day = ({ value, reason }: { value: number | null; reason: string | null }) =>
    value === null ? reason : (value - START) / DAY;
  return {
    peak: day(drawdownPeakTime(tally)),
    trough: day(drawdownTroughTime(tally)),
    recovered: day(drawdownRecoveredTime(tally)),
    days: drawdownRecoveryDays(tally).value,
  };
};

test('the deepest drawdown has a peak, a bottom and an end', () => {
  expect(datesOf([100, 120, 110, 120, 90, 95, 119, 120, 130])).toEqual({
    peak: 3,
    trough: 4,
    recovered: 7,
    days: 3,
  });
});

test('a drawdown that lasts to the end has no end', () => {
  const { recovered, trough } = datesOf([100, 110, 60, 109, 50, 70]);
  expect([trough, recovered]).toEqual([4, 'equity had not recovered by the last mark']);
});

test('a fall from the initial equity begins with the first mark', () => {
  expect(datesOf([99, 98, 100])).toEqual({ peak: 0, trough: 1, recovered: 2, days: 1 });
});

test('an account that never fell has no drawdown', () => {
  expect(datesOf([100, 100, 101]).peak).toBe('there was no drawdown');
});

test('the dates are those of a search through all pairs of marks', () => {
  const levels = fc.array(fc.integer({ min: 50, max: 150 }), { minLength: 1, maxLength: 60, size: 'max' });
  fc.assert(
    fc.property(levels, (equity) => {
      fc.pre(Math.min(...equity) < 100);
      let best = { depth: 0, trough: -1, level: 0 };
      for (const [at, value] of equity.entries()) {
        const level = Math.max(100, ...equity.slice(0, at + 1));
        if (value / level - 1 < best.depth) best = { depth: value / level - 1, trough: at, level };
      }
      const back = equity.findIndex((value, at) => at > best.trough && value >= best.level);
      const peak = equity.findLastIndex((value, at) => at < best.trough && value >= best.level);
      expect(datesOf(equity)).toEqual({
        peak: Math.max(0, peak),
        trough: best.trough,
        recovered: back < 0 ? 'equity had not recovered by the last mark' : back,
        days: back < 0 ? null : back - best.trough,
      });
    }),
    PROPERTY,
  );
});
