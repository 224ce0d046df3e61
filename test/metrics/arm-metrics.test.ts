import fc from 'fast-check';
import { expect, test } from 'vitest';
import { armMetrics } from '../../src/metrics/arm-metrics.ts';
import { comparedMetrics } from '../../src/metrics/compared-metrics.ts';
import { METRIC_CATALOG } from '../../src/model/metric-catalog.ts';
import {
  columnsOf,
  dailyReturnSeries,
  equityOf,
  fillsOf,
  NO_FORECASTS,
  PROPERTY,
  tallyOf,
  tripsOf,
} from './account-history.ts';

const quiet = {
  periodsPerYear: 252,
  fills: fillsOf([]),
  roundTrips: tripsOf([]),
  ordersRefused: 0,
  forecasts: NO_FORECASTS,
};

test('every metric of the catalog is there, and no other', () => {
  const equity = tallyOf(columnsOf([100, 101]), 100);
  const metrics = {
    ...armMetrics({ ...quiet, equity }),
    ...comparedMetrics(equity, { benchmark: null, changes: [], periodsPerYear: 252, riskFreeRate: 0 }),
  };
  expect(Object.keys(metrics).sort()).toEqual(METRIC_CATALOG.map((metric) => metric.name).sort());
});

test('an arm without a single mark has reasons and counts, and no number that is not finite', () => {
  const metrics = armMetrics({ ...quiet, equity: tallyOf(columnsOf([]), 100) });
  for (const { value, reason } of Object.values(metrics)) {
    if (value === null) expect(reason).not.toBe('');
    else expect(value).toBe(0);
  }
});

test('fills are summed up, and none is needed again', () => {
  const fills = fillsOf([
    {
      quantity: 1,
      price: 101,
      referencePrice: 100,
      commission: 2,
      ambiguous: true,
      oppositeProfitDifference: 7,
    },
    {
      quantity: 1,
      price: 99,
      referencePrice: 100,
      commission: 3,
      ambiguous: false,
      oppositeProfitDifference: null,
    },
  ]);
  const metrics = armMetrics({ ...quiet, equity: tallyOf(columnsOf([100, 101]), 100), fills });
  expect(metrics.commission_total.value).toBe(5);
  expect(metrics.slippage_total.value).toBe(2);
  expect(metrics.fills_ambiguous.value).toBe(1);
  expect(metrics.ambiguous_profit_difference.value).toBe(7);
  expect(metrics.turnover_annual.value).toBeGreaterThan(0);
});

test('whatever the account did, a metric is a finite number or null with a reason', () => {
  const history = fc.oneof(
    dailyReturnSeries.map((series) => equityOf(series, 100)),
    fc
      .array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 300, size: 'max' })
      .map((values) => columnsOf(values)),
  );
  fc.assert(
    fc.property(history, fc.double({ min: -0.05, max: 0.2, noNaN: true }), (equity, riskFreeRate) => {
      const metrics = armMetrics({ ...quiet, equity: tallyOf(equity, 100), riskFreeRate });
      for (const { value, reason } of Object.values(metrics)) {
        if (value === null) expect(reason).toMatch(/\w/);
        else expect([Number.isFinite(value), reason]).toEqual([true, null]);
      }
    }),
    PROPERTY,
  );
});

test('money in another unit changes money and nothing else', () => {
  fc.assert(
    fc.property(dailyReturnSeries, fc.constantFrom(0.25, 8, 1024), (series, scale) => {
      const equity = equityOf(series, 100);
      const columns = { ...equity };
      for (const name of ['cash', 'equity', 'gross', 'net'] as const) {
        columns[name] = equity[name].map((value) => value * scale);
      }
      const scaled = armMetrics({ ...quiet, equity: tallyOf(columns, 100 * scale) });
      expect(scaled).toEqual(armMetrics({ ...quiet, equity: tallyOf(equity, 100) }));
    }),
    PROPERTY,
  );
});
