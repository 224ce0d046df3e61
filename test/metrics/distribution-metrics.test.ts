import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DailyReturns } from '../../src/metrics/daily-returns.ts';
import { dailyReturns } from '../../src/metrics/daily-returns.ts';
import { expectedShortfall } from '../../src/metrics/expected-shortfall.ts';
import { kurtosis } from '../../src/metrics/kurtosis.ts';
import { omega } from '../../src/metrics/omega.ts';
import { ratePerPeriod } from '../../src/metrics/sample-moments.ts';
import { skewness } from '../../src/metrics/skewness.ts';
import { tailRatio } from '../../src/metrics/tail-ratio.ts';
import { ulcerIndex } from '../../src/metrics/ulcer-index.ts';
import { valueAtRisk } from '../../src/metrics/value-at-risk.ts';
import { columnsOf, dailyReturnSeries, equityOf, PROPERTY, tallyOf } from './account-history.ts';

const returnsOf = (values: readonly number[]): DailyReturns => ({
  day: new Float64Array(values.length),
  value: Float64Array.from(values),
  ruined: false,
});

/** The vector `mixed_returns` of quantopian/empyrical 40f61b4, tests/test_stats.py, without its NaN. */
const MIXED = [0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1];

describe('omega', () => {
  // A required return of 1,000 % a year, as empyrical's test_omega_ratio has it.
  test('is that of empyrical', () => {
    expect(omega(returnsOf(MIXED), 252, 10).value).toBeCloseTo(0.8335426349755795, 9);
    const flat = 1.01 ** 252 - 1;
    expect(ratePerPeriod(flat, 252)).toBeCloseTo(0.01, 12);
    expect(omega(returnsOf(MIXED), 252, flat).value).toBeCloseTo(0.8125, 9);
  });

  test('is one where the threshold is the mean', () => {
    expect(omega(returnsOf([0.01, -0.01, 0.02, -0.02]), 252, 0).value).toBeCloseTo(1, 12);
  });
});

describe('tails of the returns −1 %, −2 %, … −100 %', () => {
  const losses = returnsOf(Array.from({ length: 100 }, (_, i) => -(i + 1) / 100));

  test('one day in twenty lost 95.05 % or more, and 98 % on average', () => {
    expect(valueAtRisk(losses).value).toBeCloseTo(0.9505, 12);
    expect(expectedShortfall(losses).value).toBeCloseTo(0.98, 12);
    expect(tailRatio(losses).reason).toBe('the 95 % quantile of the daily returns is no gain');
  });

  test('of half a day in the tail the half counts', () => {
    const thirty = returnsOf(Array.from({ length: 30 }, (_, i) => -(i + 1) / 100));
    expect(expectedShortfall(thirty).value).toBeCloseTo((0.3 + 0.29 / 2) / 1.5, 12);
  });

  test('symmetric tails have the ratio one', () => {
    const symmetric = returnsOf(Array.from({ length: 41 }, (_, i) => (i - 20) / 1000));
    expect(tailRatio(symmetric).value).toBeCloseTo(1, 12);
  });

  test('the expected shortfall is never below the value at risk, nor above the worst day', () => {
    fc.assert(
      fc.property(dailyReturnSeries, (series) => {
        fc.pre(series.length >= 20);
        const [risk, shortfall] = [valueAtRisk(returnsOf(series)), expectedShortfall(returnsOf(series))];
        expect(shortfall.value!).toBeGreaterThanOrEqual(risk.value! - 1e-12);
        expect(shortfall.value!).toBeLessThanOrEqual(-Math.min(...series) + 1e-12);
      }),
      PROPERTY,
    );
  });
});

test('skewness and kurtosis of one win in ten', () => {
  // A Bernoulli variable with p = 0.1: skewness (1 − 2p) / √(pq), raw kurtosis 1 / (pq) − 3.
  const wins = returnsOf([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(skewness(wins).value).toBeCloseTo(0.8 / 0.3, 12);
  expect(kurtosis(wins).value).toBeCloseTo(1 / 0.09 - 3, 12);
  expect(kurtosis(returnsOf([0.01, 0.01, 0.01])).reason).toBe('the daily returns do not vary');
});

test('the ulcer index is the root mean square of drawdowns from the initial equity on', () => {
  const tally = tallyOf(columnsOf([90, 100, 50, 110]), 100);
  expect(ulcerIndex(tally).value).toBeCloseTo(Math.sqrt((0.01 + 0.25) / 4), 12);
});

test('the ulcer index is at most the maximum drawdown', () => {
  fc.assert(
    fc.property(dailyReturnSeries, (series) => {
      const tally = tallyOf(equityOf(series, 100), 100);
      fc.pre(!dailyReturns(tally).ruined);
      expect(ulcerIndex(tally).value!).toBeLessThanOrEqual(-tally.drawdownDeepest + 1e-12);
    }),
    PROPERTY,
  );
});
