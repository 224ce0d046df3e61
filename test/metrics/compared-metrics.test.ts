import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeRecoveryDays } from '../../src/metrics/change-recovery-days.ts';
import { comparedMetrics } from '../../src/metrics/compared-metrics.ts';
import type { EquityTally } from '../../src/metrics/equity-tally.ts';
import { columnsOf, DAY, dailyReturnSeries, equityOf, PROPERTY, START, tallyOf } from './account-history.ts';

const setting = { periodsPerYear: 252, riskFreeRate: 0.03, changes: [] };
const accountOf = (returns: readonly number[]): EquityTally => tallyOf(equityOf(returns, 100), 100);
const BENCHMARK = [0.01, -0.02, 0.03, 0.005, -0.01, 0.015, -0.004];

test('an arm that is twice its benchmark less a little has a beta of two and that alpha', () => {
  const riskFree = 1.03 ** (1 / 252) - 1;
  const arm = BENCHMARK.map((value) => riskFree + 2 * (value - riskFree) - 0.0001);
  const metrics = comparedMetrics(accountOf(arm), { ...setting, benchmark: accountOf(BENCHMARK) });
  expect(metrics.beta.value).toBeCloseTo(2, 9);
  expect(metrics.alpha.value).toBeCloseTo(-0.0252, 9);
});

test('active return, tracking error and captures by hand', () => {
  const arm = [0.02, -0.01, 0.01, 0.005, -0.03, 0.01, -0.004];
  const metrics = comparedMetrics(accountOf(arm), { ...setting, benchmark: accountOf(BENCHMARK) });
  const active = arm.map((value, i) => value - BENCHMARK[i]!);
  const mean = active.reduce((sum, value) => sum + value, 0) / 7;
  const deviation = Math.sqrt(active.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 6);
  expect(metrics.tracking_error.value).toBeCloseTo(deviation * Math.sqrt(252), 9);
  expect(metrics.information_ratio.value).toBeCloseTo((mean / deviation) * Math.sqrt(252), 8);
  const up = (1.02 * 1.01 * 1.005 * 1.01) ** (1 / 4) - 1;
  const benchmarkUp = (1.01 * 1.03 * 1.005 * 1.015) ** (1 / 4) - 1;
  expect(metrics.capture_up.value).toBeCloseTo(up / benchmarkUp, 9);
  const down = (0.99 * 0.97 * 0.996) ** (1 / 3) - 1;
  const benchmarkDown = (0.98 * 0.99 * 0.996) ** (1 / 3) - 1;
  expect(metrics.capture_down.value).toBeCloseTo(down / benchmarkDown, 9);
});

test('the benchmark against itself', () => {
  const account = accountOf(BENCHMARK);
  const metrics = comparedMetrics(account, { ...setting, benchmark: account });
  expect(metrics.beta.value).toBeCloseTo(1, 12);
  expect(metrics.alpha.value).toBeCloseTo(0, 12);
  expect(metrics.tracking_error.value).toBe(0);
  expect(metrics.information_ratio.reason).toBe('the difference to the benchmark does not vary');
});

test('only days that both have are paired', () => {
  const days = [0, 1, 2, 4, 5];
  const columns = columnsOf([101, 102, 101, 104, 103]);
  const sparse = tallyOf({ ...columns, time: Float64Array.from(days, (day) => START + day * DAY) }, 100);
  const full = accountOf(BENCHMARK);
  const there = comparedMetrics(sparse, { ...setting, benchmark: full }).tracking_error.value;
  const back = comparedMetrics(full, { ...setting, benchmark: sparse }).tracking_error.value;
  expect(there).toBeCloseTo(back!, 12);
});

test('without a benchmark every figure against it says so', () => {
  const { change_recovery_days: _, ...against } = comparedMetrics(accountOf(BENCHMARK), {
    ...setting,
    benchmark: null,
  });
  for (const { reason } of Object.values(against)) {
    expect(reason).toBe('the run has no buy-and-hold arm to be the benchmark');
  }
});

test('whatever two accounts did, each figure is finite or null with a reason', () => {
  const account = fc.oneof(
    dailyReturnSeries.map(accountOf),
    fc
      .array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 100, size: 'max' })
      .map((values) => tallyOf(columnsOf(values), 100)),
  );
  fc.assert(
    fc.property(account, account, (arm, benchmark) => {
      const metrics = comparedMetrics(arm, { ...setting, changes: [START + 3 * DAY], benchmark });
      for (const { value, reason } of Object.values(metrics)) {
        if (value === null) expect(reason).toMatch(/\w/);
        else expect([Number.isFinite(value), reason]).toEqual([true, null]);
      }
    }),
    PROPERTY,
  );
});

test('the time to recover is the median over the changes', () => {
  const account = tallyOf(columnsOf([100, 90, 95, 100, 120, 110, 121, 130]), 100);
  const at = (...days: number[]) =>
    changeRecoveryDays(
      account,
      days.map((day) => START + day * DAY),
    );
  expect(at(1).value).toBe(2);
  expect(at(7).value).toBe(0);
  expect(at(1, 5).value).toBe(1.5);
  expect(at(1, 5, 7).value).toBe(1);
  expect(at().reason).toBe('no regime change was confirmed');
  const fallen = tallyOf(columnsOf([100, 90, 80]), 100);
  expect(changeRecoveryDays(fallen, [START + DAY]).reason).toBe(
    'half of the regime changes or more were not recovered from',
  );
});
