import { armMetrics } from '../metrics/arm-metrics.ts';
import { comparedMetrics } from '../metrics/compared-metrics.ts';
import type { EquityFigures } from '../metrics/equity-tally.ts';
import { EquityTally } from '../metrics/equity-tally.ts';
import { FillTally } from '../metrics/fill-tally.ts';
import { ForecastTally } from '../metrics/forecast-tally.ts';
import { TripTally } from '../metrics/trip-tally.ts';
import { METRIC_CATALOG, type MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { ArmRecord } from '../model/run-record.ts';
import type { TradingDays } from '../model/session.ts';
import type { ArmRows } from '../store/arm-rows.ts';
import type { DifferenceList } from './difference-list.ts';

/** What follows from the closes of days alone. */
const OF_DAYS: readonly MetricName[] = [
  'volatility',
  'sharpe',
  'sortino',
  'omega',
  'ulcer_index',
  'value_at_risk_95',
  'expected_shortfall_95',
  'skewness',
  'kurtosis',
  'tail_ratio',
  'alpha',
  'beta',
  'tracking_error',
  'information_ratio',
  'capture_up',
  'capture_down',
];

/** What follows from the marks alone. */
const OF_MARKS: readonly MetricName[] = [
  ...OF_DAYS,
  'total_return',
  'cagr',
  'calmar',
  'drawdown_max',
  'drawdown_peak_time',
  'drawdown_trough_time',
  'drawdown_recovered_time',
  'drawdown_recovery_days',
  'exposure_gross',
  'exposure_time',
];

/** How much of an arm the store holds. */
interface KeptRows {
  /** Every mark, and not only the last of each day. */
  readonly hasAllMarks: boolean;
  /** Events, round trips and forecasts. */
  readonly hasEvents: boolean;
}

/** What metrics are derived with. */
export interface VerifiedMetricsSetting {
  readonly arm: ArmRecord;
  readonly rows: ArmRows;
  readonly kept: KeptRows;
  readonly equity: EquityFigures;
  readonly benchmark: EquityFigures | null;
  /** Midnight UTC of the days on which the confirmed regimes of the subject began. */
  readonly changes: readonly number[];
  readonly multipliers: readonly number[];
  readonly periodsPerYear: number;
  readonly riskFreeRate: number;
  readonly differences: DifferenceList;
}

/** The marks of an arm, summed up as its run did it. */
export function talliedMarks(rows: ArmRows, initialEquity: number, days: TradingDays): EquityTally {
  const tally = new EquityTally(initialEquity, days);
  rows.eachMark((marks, at) =>
    tally.add({ time: marks[at + 1]!, equity: marks[at + 3]!, gross: marks[at + 4]! }),
  );
  return tally;
}

/** Derives every metric of an arm that its rows allow, and compares it. Returns the names of those that they do not allow. */
export function verifyMetrics(setting: VerifiedMetricsSetting): MetricName[] {
  const { arm, kept, differences } = setting;
  const derived = derivedMetrics(setting);
  const unverified: MetricName[] = [];
  for (const { name } of METRIC_CATALOG) {
    const recorded = arm.metrics[name];
    const place = { table: 'metrics', row: `arm ${arm.name}, ${name}` };
    if (recorded === undefined) continue;
    if (!isDerivable(name, kept)) {
      unverified.push(name);
      continue;
    }
    differences.compare(place, 'value', { recorded: recorded.value, derived: derived[name].value });
    differences.compare(place, 'reason', { recorded: recorded.reason, derived: derived[name].reason });
  }
  return unverified;
}

function isDerivable(name: MetricName, { hasAllMarks, hasEvents }: KeptRows): boolean {
  if (hasAllMarks && hasEvents) return true;
  if (hasEvents && !OF_MARKS.includes(name) && name !== 'turnover_annual' && name !== 'cost_annual')
    return true;
  return (hasAllMarks ? OF_MARKS : OF_DAYS).includes(name);
}

function derivedMetrics(setting: VerifiedMetricsSetting): Record<MetricName, MetricValue> {
  const { rows, equity, benchmark, changes, multipliers, periodsPerYear, riskFreeRate } = setting;
  const forecasts = new ForecastTally(multipliers.length);
  rows.eachForecast((settled) => forecasts.add(settled));
  const roundTrips = new TripTally();
  for (const { profit } of rows.roundTrips()) roundTrips.add({ profit: profit as number });
  return {
    ...armMetrics({
      equity,
      periodsPerYear,
      riskFreeRate,
      fills: talliedFills(rows, multipliers),
      roundTrips,
      ordersRefused: rows.refusals(),
      forecasts,
    }),
    ...comparedMetrics(equity, { benchmark, changes, periodsPerYear, riskFreeRate }),
  };
}

function talliedFills(rows: ArmRows, multipliers: readonly number[]): FillTally {
  const tally = new FillTally();
  for (const { table, row } of rows.ledgerRows()) {
    if (table !== 'fills') continue;
    const fill = {
      quantity: row['quantity'] as number,
      price: row['price'] as number,
      referencePrice: row['reference_price'] as number,
      commission: row['commission'] as number,
      ambiguous: row['ambiguous'] === 1,
      oppositeProfitDifference: row['opposite_profit_difference'] as number | null,
    };
    const rate = (row['exchange_rate'] as number | null) ?? 1;
    tally.add(fill, rate, multipliers[row['symbol_index'] as number]);
  }
  return tally;
}
