import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customMetrics } from '../../src/metrics/custom-metrics.ts';
import { metricFaults } from '../../src/metrics/metric-faults.ts';
import { undefinedBecause } from '../../src/metrics/metric-result.ts';
import type { CustomMetric, MetricMaterial } from '../../src/model/custom-metric.ts';

type Compute = (material: MetricMaterial) => unknown;

const metric = (compute: Compute, name = 'mine'): CustomMetric =>
  ({ name, description: 'what a test asks', unit: 'ratio', better: 'higher', compute }) as CustomMetric;

const INPUT = {
  equity: {
    initialEquity: 100,
    isRuined: false,
    days: Float64Array.of(0, 86_400_000),
    closes: Float64Array.of(110, 99),
  },
  periodsPerYear: 252,
  riskFreeRate: 0.02,
  tripProfits: [4, -5],
  metrics: { sharpe: { value: 1.5, reason: null }, beta: undefinedBecause('no benchmark') },
} as const;

const outcomeOf = (compute: Compute) => customMetrics([metric(compute)], INPUT)['mine'];

describe('a metric of a user', () => {
  it('sees what the arm came to', () => {
    let seen: unknown;
    outcomeOf((material) => {
      seen = structuredClone(material);
      return 1;
    });
    const { initialEquity, isRuined, days, closes } = INPUT.equity;
    const returns = Float64Array.of(110 / 100 - 1, 99 / 110 - 1);
    expect(seen).toEqual({
      initialEquity,
      isRuined,
      days,
      closes,
      returns,
      periodsPerYear: 252,
      riskFreeRate: 0.02,
      tripProfits: Float64Array.of(4, -5),
      metrics: { sharpe: 1.5, beta: null },
    });
  });

  it('is n/a with a reason, whatever it returns or throws, and never ends a run', () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap');
        },
      },
    );
    const cases: [unknown, string][] = [
      [Number.NaN, 'the metric returned NaN'],
      [Number.POSITIVE_INFINITY, 'the metric returned Infinity'],
      [undefined, 'the metric returned nothing'],
      ['0.5', 'the metric returned a string'],
      [5n, 'the metric returned a bigint'],
      [null, 'the metric returned null'],
      [undefinedBecause('it rained'), 'it rained'],
      [Promise.reject(new Error('late')), 'the metric returned a promise'],
      [{ value: null, reason: '' }, 'the metric returned an object that is no value with a reason'],
      [{ value: Number.NaN, reason: null }, 'the metric returned NaN'],
      [hostile, 'the metric threw Error: trap'],
    ];
    for (const [result, reason] of cases) expect(outcomeOf(() => result)).toEqual({ value: null, reason });
    expect(outcomeOf(() => -0)).toEqual({ value: 0, reason: null });
    const thrown: [unknown, string][] = [
      [new RangeError('two\nlines\u0000'), 'the metric threw RangeError: two lines'],
      [undefined, 'the metric threw undefined'],
      [Object.create(null), 'the metric threw something that is no text'],
      [hostile, 'the metric threw something that is no text'],
      ['a\ud800b', 'the metric threw a b'],
    ];
    for (const [error, reason] of thrown)
      expect(
        outcomeOf(() => {
          throw error;
        }),
      ).toEqual({ value: null, reason });
    expect(
      outcomeOf(() => {
        throw new Error('x'.repeat(9_999));
      })!.reason!.length,
    ).toBeLessThan(230);
  });

  it('has a number or one short line of a reason for any value at all', () => {
    fc.assert(
      fc.property(fc.anything(), (result) => {
        const found = outcomeOf(() => result)!;
        if (found.value !== null) expect(Number.isFinite(found.value)).toBe(true);
        else expect(found.reason).toMatch(/^[^\n]{1,240}$/u);
      }),
    );
  });

  it('changes nothing for the next one by writing into what it is given', () => {
    const spoil: Compute = ({ closes, returns, days, tripProfits }) => {
      for (const values of [closes, returns, days, tripProfits]) values.fill(7);
      return 1;
    };
    const sum: Compute = ({ closes, tripProfits }) => closes[0]! + tripProfits[0]!;
    const values = customMetrics([metric(spoil, 'spoil'), metric(sum, 'sum')], INPUT);
    expect(values['sum']).toEqual({ value: 114, reason: null });
    expect(INPUT.equity.closes).toEqual(Float64Array.of(110, 99));
    expect(
      outcomeOf((material) => {
        (material as { initialEquity: number }).initialEquity = 1;
      })!.reason,
    ).toContain('TypeError');
  });
});

describe('the conformance of a metric', () => {
  it('finds nothing in one that keeps to the contract', () => {
    const mean = metric(({ returns }) =>
      returns.length === 0
        ? undefinedBecause('there are no marks')
        : returns.reduce((sum, r) => sum + r, 0) / returns.length,
    );
    expect(metricFaults(mean)).toEqual([]);
    expect(
      metricFaults(metric(({ metrics }) => metrics.sharpe ?? undefinedBecause('Sharpe is undefined'))),
    ).toEqual([]);
  });

  it('names where one is NaN, throws, has no reason, or has two values for one account', () => {
    const mean = metricFaults(
      metric(({ returns }) => returns.reduce((sum, r) => sum + r, 0) / returns.length),
    );
    expect(mean).toHaveLength(4);
    expect(mean[0]).toBe('no day, no round trip: the metric returned NaN');
    expect(metricFaults(metric(({ closes }) => closes.at(-1)!.toFixed()))).toHaveLength(32);
    expect(metricFaults(metric(() => null))).toHaveLength(32);
    let calls = 0;
    expect(metricFaults(metric(() => calls++))[0]).toBe(
      'no day, no round trip: the metric is 0, and 1 the second time',
    );
  });
});

it('shipped ratios and those of a user have the same returns', () => {
  // The Sharpe ratio, written as a user would, on the accounts of the conformance suite.
  const sharpe = metric(({ returns, metrics, periodsPerYear, riskFreeRate }) => {
    if (metrics.sharpe === null || metrics.sharpe === undefined) return undefinedBecause('undefined');
    const free = (1 + riskFreeRate) ** (1 / periodsPerYear) - 1;
    const mean = returns.reduce((sum, r) => sum + r, 0) / returns.length;
    const squares = returns.reduce((sum, r) => sum + (r - mean) ** 2, 0);
    const own = (Math.sqrt(periodsPerYear) * (mean - free)) / Math.sqrt(squares / (returns.length - 1));
    if (Math.abs(own / metrics.sharpe - 1) > 1e-12) throw new Error(`${own}, not ${metrics.sharpe}`);
    return own;
  });
  expect(metricFaults(sharpe)).toEqual([]);
});
