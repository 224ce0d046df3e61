import { describe, expect, test } from 'vitest';
import {
  backtestLengthMin,
  deflatedSharpe,
  expectedMaximum,
  probabilisticSharpe,
  trackRecordMin,
} from '../../src/evidence/sharpe-significance.ts';

/** Closed forms of Bailey & López de Prado 2012 and 2014, as recomputed by two public implementations. */
describe('the published figures', () => {
  test.each([
    [10, 1.57459830135],
    [45, 2.23564017777],
    [100, 2.5306028932016846],
    [1000, 3.25512151365],
  ])('the expected maximum of %d', (trials, expected) => {
    expect(expectedMaximum(trials)).toBeCloseTo(expected, 8);
  });

  test('the probabilistic Sharpe ratio, with and without normal returns', () => {
    const skewed = { sharpe: 1.585 / Math.sqrt(12), observations: 24, skewness: -2.448, kurtosis: 10.164 };
    expect(probabilisticSharpe(skewed, 0)).toBeCloseTo(0.91323430688486, 9);
    const normal = { sharpe: 0.458, observations: 24, skewness: 0, kurtosis: 3 };
    expect(probabilisticSharpe(normal, 0)).toBeCloseTo(0.981674919091, 9);
  });

  test('the deflated Sharpe ratio of the best of a hundred', () => {
    const best = { sharpe: 2.5 / Math.sqrt(250), observations: 1250, skewness: -3, kurtosis: 10 };
    expect(Math.sqrt(0.5 / 250) * expectedMaximum(100)).toBeCloseTo(0.113172001865, 9);
    expect(deflatedSharpe(best, 0.5 / 250, 100)).toBeCloseTo(0.9003968344493904, 9);
  });

  test.each([
    [250, 2.731187801728176],
    [52, 2.828833586945237],
  ])('the minimum track record at %d periods a year', (periods, years) => {
    const scale = Math.sqrt(periods);
    const estimate = { sharpe: 2 / scale, skewness: 0, kurtosis: 3 };
    expect(trackRecordMin(estimate, 1 / scale, 0.95) / periods).toBeCloseTo(years, 8);
  });

  test('the minimum backtest length of 45 trials', () => {
    expect(backtestLengthMin(45, 1)).toBeCloseTo(4.998087004443404, 8);
  });
});

test('one trial needs no deflation', () => {
  const estimate = { sharpe: 0.1, observations: 500, skewness: 0, kurtosis: 3 };
  expect(expectedMaximum(1)).toBe(0);
  expect(deflatedSharpe(estimate, 0.01, 1)).toBe(probabilisticSharpe(estimate, 0));
});

test('no track record is long enough for a ratio at or below the benchmark', () => {
  expect(trackRecordMin({ sharpe: 0.1, skewness: 0, kurtosis: 3 }, 0.1, 0.95)).toBe(Number.POSITIVE_INFINITY);
});
