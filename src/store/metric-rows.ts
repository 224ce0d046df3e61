import { METRIC_CATALOG, type MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { TableInsert } from './table-insert.ts';

/** Metrics by name: shipped ones, and those that the strategy of the run declares. */
export type NamedMetrics = Readonly<Partial<Record<MetricName, MetricValue>>> &
  Readonly<Record<string, MetricValue>>;

/** Writes the metrics of an arm or of a trial as rows: those of the catalog in its order, then the others; what is not given has none. */
export function insertMetrics(insert: TableInsert, owner: number, metrics: NamedMetrics): void {
  const shipped = new Set<string>(METRIC_CATALOG.map(({ name }) => name));
  const others = Object.keys(metrics).filter((name) => !shipped.has(name));
  for (const name of [...shipped, ...others]) {
    const metric = metrics[name];
    if (metric) insert.run([owner, name, metric.value, metric.reason]);
  }
}
