import { METRIC_CATALOG, type MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { TableInsert } from './table-insert.ts';

/** Writes the metrics of an arm or of a trial as rows, in the order of the catalog; what is not given has none. */
export function insertMetrics(
  insert: TableInsert,
  owner: number,
  metrics: Readonly<Partial<Record<MetricName, MetricValue>>>,
): void {
  for (const { name } of METRIC_CATALOG) {
    const metric = metrics[name];
    if (metric) insert.run([owner, name, metric.value, metric.reason]);
  }
}
