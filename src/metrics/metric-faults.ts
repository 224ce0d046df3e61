import type { CustomMetric } from '../model/custom-metric.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { armMetrics } from './arm-metrics.ts';
import { customMetrics } from './custom-metrics.ts';
import { EquityTally } from './equity-tally.ts';
import { FillTally } from './fill-tally.ts';
import { ForecastTally } from './forecast-tally.ts';
import { DAY_MS } from './metric-result.ts';
import { TripTally } from './trip-tally.ts';

/** Midnight of 2 January 2020, UTC. */
const FIRST_DAY = 1_577_923_200_000;

const INITIAL_EQUITY = 100;

/** Accounts at which metrics break: equity by day. */
const ACCOUNTS: Readonly<Record<string, readonly number[]>> = {
  'no day': [],
  'one day': [101],
  'two days': [101, 99],
  'a constant account': Array.from({ length: 30 }, () => 100),
  'an account that only rises': Array.from({ length: 300 }, (_, day) => 100 + day),
  'an account that only falls': Array.from({ length: 90 }, (_, day) => 99 - day),
  'an account that was ruined': [90, 40, 0, 0],
  'an account of a year': Array.from({ length: 252 }, (_, day) => 100 + 10 * Math.sin(day / 9) + day / 50),
};

const PROFITS: Readonly<Record<string, readonly number[]>> = {
  'no round trip': [],
  'one round trip': [5],
  'losses alone': [-1, -2, -3],
  'gains and losses': [3, -1, 0, 2, -4],
};

/**
 * What is wrong with a metric of a user, a sentence each; none for one that keeps to its contract. Each of many accounts, empty, short, constant and
 * ruined ones among them, must give a number, or null with a reason of its own, which is the same the second time.
 */
export function metricFaults(metric: CustomMetric): string[] {
  const faults: string[] = [];
  for (const [account, closes] of Object.entries(ACCOUNTS)) {
    for (const [trading, profits] of Object.entries(PROFITS)) {
      const place = `${account}, ${trading}`;
      const [first, second] = [evaluated(metric, closes, profits), evaluated(metric, closes, profits)];
      if (first.reason?.startsWith('the metric ')) faults.push(`${place}: ${first.reason}`);
      else if (first.value !== second.value || first.reason !== second.reason)
        faults.push(`${place}: the metric is ${told(first)}, and ${told(second)} the second time`);
    }
  }
  return faults;
}

const told = ({ value, reason }: MetricValue): string =>
  value === null ? `n/a, because ${reason}` : String(value);

function evaluated(metric: CustomMetric, closes: readonly number[], profits: readonly number[]): MetricValue {
  const equity = new EquityTally(INITIAL_EQUITY);
  for (const [day, close] of closes.entries())
    equity.add({ time: FIRST_DAY + day * DAY_MS, equity: close, gross: 0 });
  const roundTrips = new TripTally(true);
  for (const profit of profits) roundTrips.add({ profit });
  const account = { equity, periodsPerYear: 252, riskFreeRate: 0.01 };
  const trading = { fills: new FillTally(), roundTrips, ordersRefused: 0, forecasts: new ForecastTally(1) };
  const metrics = armMetrics({ ...account, ...trading });
  return customMetrics([metric], { ...account, tripProfits: roundTrips.profits, metrics })[metric.name]!;
}
