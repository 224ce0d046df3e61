import fc from 'fast-check';
import { expect, test } from 'vitest';
import { middleRanks, rankCorrelation } from '../../src/math/rank-correlation.ts';
import { forecastMetrics } from '../../src/metrics/forecast-metrics.ts';
import { ForecastTally } from '../../src/metrics/forecast-tally.ts';
import { PROPERTY } from './account-history.ts';

/** Decisions of predictions beside labels, a pair a symbol. */
function tallyOf(decisions: readonly (readonly (readonly [number, number])[])[]): ForecastTally {
  const tally = new ForecastTally(decisions[0]?.length ?? 1);
  for (const [time, pairs] of decisions.entries()) {
    const predictions = Float32Array.from(pairs, ([prediction]) => prediction);
    tally.add({ time, predictions, labels: Float32Array.from(pairs, ([, label]) => label) });
  }
  return tally;
}

test('scores by hand', () => {
  const metrics = forecastMetrics(
    tallyOf([
      [
        [1, 2],
        [0, Number.NaN],
      ],
      [
        [2, 1],
        [Number.NaN, 5],
      ],
      [
        [3, 6],
        [0, -1],
      ],
    ]),
  );
  // Pairs (1, 2), (2, 1), (3, 6), (0, −1): means 1.5 and 2, Σxy = 10, Σx² = 5, Σy² = 26.
  expect(metrics.forecasts.value).toBe(4);
  expect(metrics.forecast_ic.value).toBeCloseTo(10 / Math.sqrt(5 * 26), 12);
  expect(metrics.forecast_rank_ic.value).toBeCloseTo(0.8, 12);
  expect(metrics.forecast_slope.value).toBeCloseTo(2, 12);
  expect(metrics.forecast_skill.value).toBeCloseTo(1 - (1 + 1 + 9 + 1) / 42, 12);
  expect(metrics.forecast_bias.value).toBeCloseTo(-0.5, 12);
  expect(metrics.forecast_ic_cross.reason).toBe('no decision has five forecasts');
});

test('the cross-sectional coefficient does not see what moves all symbols at once', () => {
  const decision = (shift: number, order: readonly number[]) =>
    order.map((label, symbol) => [symbol, label + shift] as const);
  const tally = tallyOf([
    decision(100, [0, 1, 2, 3, 4]),
    decision(-100, [4, 3, 2, 1, 0]),
    decision(9, [0, 1, 2, 3, 4]),
  ]);
  expect(forecastMetrics(tally).forecast_ic_cross.value).toBeCloseTo(1 / 3, 12);
});

test('equal values share the mean of their ranks', () => {
  expect([...middleRanks(Float64Array.of(3, 1, 3, 2))]).toEqual([3.5, 1, 3.5, 2]);
  expect(rankCorrelation(Float64Array.of(1, 2, 3), Float64Array.of(10, 1e9, 1e10))).toBeCloseTo(1, 12);
});

test('an arm without forecasts, and one that always says the same, have reasons', () => {
  const none = forecastMetrics(new ForecastTally(3));
  expect(none.forecasts.value).toBe(0);
  expect(none.forecast_skill.reason).toBe('the arm made no forecast whose label is known');
  const same = forecastMetrics(tallyOf([[[1, 2]], [[1, 3]]]));
  expect([same.forecast_ic.reason, same.forecast_slope.reason]).toEqual(
    Array(2).fill('the forecasts do not vary'),
  );
});

test('whatever was predicted, a score is finite or null with a reason', () => {
  const number = fc.oneof(fc.float({ noDefaultInfinity: true }), fc.constantFrom(0, 1));
  const decisions = fc.array(fc.array(fc.tuple(number, number), { minLength: 6, maxLength: 6 }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(decisions, (all) => {
      for (const { value, reason } of Object.values(forecastMetrics(tallyOf(all)))) {
        if (value === null) expect(reason).toMatch(/\w/);
        else expect([Number.isFinite(value), reason]).toEqual([true, null]);
      }
    }),
    PROPERTY,
  );
});
