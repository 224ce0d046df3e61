import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cagr } from '../../src/metrics/cagr.ts';
import { calmar } from '../../src/metrics/calmar.ts';
import { dailyReturns } from '../../src/metrics/daily-returns.ts';
import { drawdownMax } from '../../src/metrics/drawdown-max.ts';
import { EquityTally } from '../../src/metrics/equity-tally.ts';
import { DAY_MS, YEAR_MS } from '../../src/metrics/metric-result.ts';
import { ratePerPeriod } from '../../src/metrics/sample-moments.ts';
import { sharpe } from '../../src/metrics/sharpe.ts';
import { downsideDeviation, sortino } from '../../src/metrics/sortino.ts';
import { totalReturn } from '../../src/metrics/total-return.ts';
import { volatility } from '../../src/metrics/volatility.ts';
import { columnsOf, dailyReturnSeries, equityOf, PROPERTY, START, tallyOf } from './account-history.ts';

/**
 * The nine-day vector `mixed_returns` of quantopian/empyrical 40f61b4, tests/test_stats.py, whose first day is NaN.
 * An account has no such day: it starts from its initial equity, so the eight returns follow. empyrical still counts the
 * NaN day as time when it annualises growth (9 of 252 days) and drops it everywhere else.
 */
const MIXED_RETURNS = [0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1];

describe('the figures of empyrical', () => {
  const initial = 250_000;
  const marks = equityOf(MIXED_RETURNS, initial);
  const equity = tallyOf(marks, initial);
  const returns = dailyReturns(equity);
  const nineDays = { ...marks, time: marks.time.map((_, i) => START + (i / 7) * (9 / 252) * YEAR_MS) };

  test('total return', () => {
    expect(totalReturn(equity).value).toBeCloseTo(0.03893109170048037, 12);
  });

  test('maximum drawdown, signed', () => {
    expect(drawdownMax(equity).value).toBeCloseTo(-0.1, 12);
  });

  test('volatility and Sharpe ratio with n − 1', () => {
    expect(volatility(returns, 252).value).toBeCloseTo(0.9136465399704637, 10);
    expect(sharpe(returns, 252, 0).value).toBeCloseTo(1.7238613961706866, 10);
  });

  test('downside risk over all eight days, also against a required return', () => {
    expect(Math.sqrt(252) * downsideDeviation(returns.value, 0)).toBeCloseTo(0.6044832503882965, 10);
    expect(Math.sqrt(252) * downsideDeviation(returns.value, 0.1)).toBeCloseTo(1.7161730681956295, 10);
    expect(sortino(returns, 252, 0).value).toBeCloseTo(2.605531251673693, 10);
  });

  test('growth and Calmar ratio over nine of 252 days', () => {
    const growth = cagr(tallyOf(nineDays, initial));
    expect(growth.value).toBeCloseTo(1.9135925373194231, 9);
    expect(calmar(growth, drawdownMax(equity)).value).toBeCloseTo(19.135925373194233, 8);
  });
});

describe('a ratio that has no meaning is null with a reason', () => {
  const ratios = (equity: number[]) => {
    const tally = tallyOf(columnsOf(equity), 100);
    const returns = dailyReturns(tally);
    return {
      sharpe: sharpe(returns, 252, 0),
      sortino: sortino(returns, 252, 0),
      volatility: volatility(returns, 252),
      cagr: cagr(tally),
      calmar: calmar(cagr(tally), drawdownMax(tally)),
    };
  };

  test('for an account that never moved', () => {
    expect(ratios([100, 100, 100])).toEqual({
      sharpe: { value: null, reason: 'the daily returns do not vary' },
      sortino: { value: null, reason: 'no daily return is below the risk-free rate' },
      volatility: { value: 0, reason: null },
      cagr: { value: 0, reason: null },
      calmar: { value: null, reason: 'there was no drawdown' },
    });
  });

  test('for an account that grew by the same fraction each day, where only rounding varies', () => {
    const columns = columnsOf(Array.from({ length: 500 }, (_, i) => 100 * Math.exp(0.0007 * (i + 1))));
    const returns = dailyReturns(tallyOf(columns, 100));
    expect(volatility(returns, 252).value).toBeGreaterThan(0);
    expect(sharpe(returns, 252, 0).reason).toBe('the daily returns do not vary');
  });

  test('for a ruined account, even if equity recovered', () => {
    const ruined = { value: null, reason: 'equity fell to zero or below' };
    expect(ratios([100, 50, -5, 20])).toEqual({
      sharpe: ruined,
      sortino: ruined,
      volatility: ruined,
      cagr: ruined,
      calmar: ruined,
    });
  });

  test('for one mark and for none', () => {
    expect(ratios([101]).sharpe.reason).toBe('fewer than two daily returns');
    expect(ratios([101]).cagr.reason).toBe('all marks bear the same time');
    expect(ratios([]).cagr.reason).toBe('there are no marks');
    expect(ratios([]).volatility.reason).toBe('fewer than two daily returns');
    expect(ratios([]).calmar.reason).toBe('there are no marks');
  });

  test('for growth over less than a day, and for growth that a number cannot hold', () => {
    const growthOver = (elapsedMs: number, last: number) =>
      cagr(tallyOf({ ...columnsOf([100, last]), time: Float64Array.of(START, START + elapsedMs) }, 100));
    const tooShort = { value: null, reason: 'the time is too short to annualise' };
    expect(growthOver(3_600_000, 99)).toEqual(tooShort);
    expect(growthOver(DAY_MS - 1, 100.01)).toEqual(tooShort);
    expect(growthOver(DAY_MS, 1_000_000)).toEqual(tooShort);
    expect(growthOver(DAY_MS, 100.01).value).toBeCloseTo(1.0001 ** 365.25 - 1, 12);
  });
});

test('growth over exactly two years is the square root of the whole', () => {
  const columns = { ...columnsOf([100, 121]), time: Float64Array.of(START, START + 2 * YEAR_MS) };
  expect(cagr(tallyOf(columns, 100)).value).toBeCloseTo(0.1, 14);
});

test('a risk-free rate compounds over the periods of a year', () => {
  expect((1 + ratePerPeriod(0.05, 252)) ** 252).toBeCloseTo(1.05, 12);
  expect(ratePerPeriod(0, 365)).toBe(0);
});

test('an account that earns exactly the risk-free rate has a Sharpe ratio of zero', () => {
  const rate = ratePerPeriod(0.04, 252);
  const equity = equityOf([rate + 0.01, rate - 0.01, rate + 0.02, rate - 0.02], 100);
  expect(sharpe(dailyReturns(tallyOf(equity, 100)), 252, 0.04).value).toBeCloseTo(0, 9);
});

test('the Sharpe ratio equals one computed from raw sums', () => {
  fc.assert(
    fc.property(dailyReturnSeries, fc.double({ min: 0, max: 0.1, noNaN: true }), (series, rate) => {
      const returns = {
        day: new Float64Array(series.length),
        value: Float64Array.from(series),
        ruined: false,
      };
      const n = series.length;
      const sum = series.reduce((total, value) => total + value, 0);
      const squares = series.reduce((total, value) => total + value * value, 0);
      const variance = (squares - (sum * sum) / n) / (n - 1);
      fc.pre(variance > 1e-8);
      const expected = (Math.sqrt(365) * (sum / n - ((1 + rate) ** (1 / 365) - 1))) / Math.sqrt(variance);
      expect(sharpe(returns, 365, rate).value).toBeCloseTo(expected, 6);
    }),
    PROPERTY,
  );
});

test('the Sharpe and Sortino ratios do not depend on the leverage of the returns', () => {
  fc.assert(
    fc.property(dailyReturnSeries, fc.double({ min: 0.01, max: 100, noNaN: true }), (series, scale) => {
      const plain = { day: new Float64Array(series.length), value: Float64Array.from(series), ruined: false };
      const scaled = { ...plain, value: plain.value.map((value) => value * scale) };
      for (const ratio of [sharpe, sortino]) {
        const before = ratio(plain, 252, 0);
        const after = ratio(scaled, 252, 0);
        expect(after.reason).toBe(before.reason);
        if (before.value !== null) expect(after.value).toBeCloseTo(before.value, 6);
      }
    }),
    PROPERTY,
  );
});

test('the drawdown equals the worst of all pairs of a mark and an earlier one, and lies between −1 and 0', () => {
  fc.assert(
    fc.property(dailyReturnSeries, (series) => {
      const marks = equityOf(series, 100);
      const path = [100, ...marks.equity];
      let worst = 0;
      for (let peak = 0; peak < path.length; peak++) {
        for (let later = peak; later < path.length; later++) {
          worst = Math.min(worst, path[later]! / path[peak]! - 1);
        }
      }
      const drawdown = drawdownMax(tallyOf(marks, 100)).value!;
      expect(drawdown).toBe(worst);
      expect(drawdown).toBeGreaterThanOrEqual(-1);
      expect(drawdown).toBeLessThanOrEqual(0);
    }),
    PROPERTY,
  );
});

test('a debt shows as a drawdown and a return below −1', () => {
  const tally = tallyOf(columnsOf([200, -20]), 100);
  expect(drawdownMax(tally).value).toBe(-1.1);
  expect(totalReturn(tally).value).toBe(-1.2);
});

test('no account starts without capital', () => {
  for (const initial of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => new EquityTally(initial)).toThrow('E_INVARIANT');
  }
});
