import { armMetrics } from '../metrics/arm-metrics.ts';
import { customMetrics } from '../metrics/custom-metrics.ts';
import type { CustomMetric } from '../model/custom-metric.ts';
import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import type { RecordedTrading } from './mark-recorder.ts';

/** The metrics of an arm that follow from it alone. */
export interface ArmMetricValues {
  readonly metrics: Readonly<Partial<Record<MetricName, MetricValue>>>;
  /** Those that the subject of the run declares, by name. */
  readonly customMetrics: Readonly<Record<string, MetricValue>>;
}

/** Computes what an arm came to; a metric of a user that fails is n/a, and the run goes on. */
export function armMetricValues(
  declared: readonly CustomMetric[],
  outcome: RecordedTrading,
  setting: { readonly periodsPerYear: number; readonly riskFreeRate: number },
): ArmMetricValues {
  const { periodsPerYear, riskFreeRate } = setting;
  const metrics = armMetrics({ ...outcome, periodsPerYear, riskFreeRate });
  const { equity, roundTrips } = outcome;
  const input = { equity, periodsPerYear, riskFreeRate, tripProfits: roundTrips.profits, metrics };
  return { metrics, customMetrics: customMetrics(declared, input) };
}

/** What a strategy declares, its file evaluated anew: what a metric keeps in variables of the file is of one arm. */
export function declaredMetrics(loaded: LoadedStrategy): readonly CustomMetric[] {
  return (loaded.strategy.metrics?.length ?? 0) > 0 ? (loaded.fresh().strategy.metrics ?? []) : [];
}
