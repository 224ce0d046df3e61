import { METRIC_CATALOG, type MetricName, type MetricUnit } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';

const FORMATS: Record<Exclude<MetricUnit, 'date'>, Intl.NumberFormat> = {
  percent: new Intl.NumberFormat('en-US', {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }),
  ratio: new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  number: new Intl.NumberFormat('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 }),
  money: new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 }),
  count: new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 }),
};

/** What a date can be at most, in epoch milliseconds. */
const LATEST_TIME = 8.64e15;

/** A metric as tables print it; `n/a` where it is undefined. */
export function formatMetric(name: MetricName, metric: MetricValue | undefined): string {
  return formatValue(METRIC_CATALOG.find((entry) => entry.name === name)!.unit, metric);
}

/** A metric of a unit as tables print it; `n/a` where it is undefined. */
export function formatValue(unit: MetricUnit, metric: MetricValue | undefined): string {
  if (metric === undefined || metric.value === null) return 'n/a';
  if (unit !== 'date') return FORMATS[unit].format(metric.value);
  return Math.abs(metric.value) <= LATEST_TIME ? formatDate(metric.value) : 'no date';
}

/** A time as its UTC date. */
export function formatDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
