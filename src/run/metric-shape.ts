import type { CustomMetric } from '../model/custom-metric.ts';
import { METRIC_CATALOG } from '../model/metric-catalog.ts';

/** What is wrong with what a plugin declares. */
export interface ShapeFault {
  readonly rule: string;
  readonly found: string;
  readonly repair?: string;
}

/** Hyphens, where shipped metrics have underscores. */
const METRIC_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const NAME_LENGTH_MAX = 40;
const METRICS_MAX = 50;

const UNITS: readonly string[] = ['percent', 'ratio', 'money', 'count', 'date', 'number'];
const DIRECTIONS: readonly string[] = ['higher', 'lower', 'neither'];
const FIELDS: readonly string[] = ['name', 'description', 'unit', 'better', 'compute'];

/** What is wrong with the metrics that a strategy declares; null where nothing is. */
export function metricFault(metrics: unknown): ShapeFault | null {
  if (metrics === undefined) return null;
  if (!Array.isArray(metrics) || metrics.length > METRICS_MAX)
    return {
      rule: `metrics is a list of at most ${METRICS_MAX} metrics`,
      found: Array.isArray(metrics) ? `${metrics.length} metrics` : shown(metrics),
      repair: 'Write metrics: [{ name, description, unit, better, compute }]',
    };
  const names = new Set<string>();
  for (const metric of metrics as unknown[]) {
    const fault = oneFault(metric);
    if (fault) return fault;
    const { name } = metric as CustomMetric;
    if (names.has(name)) return { rule: 'each metric has a name of its own', found: `${name} twice` };
    names.add(name);
  }
  return null;
}

function oneFault(metric: unknown): ShapeFault | null {
  if (typeof metric !== 'object' || metric === null)
    return {
      rule: 'a metric is an object',
      found: shown(metric),
      repair: 'Write { name, description, unit, better, compute }',
    };
  const { name, description, unit, better, compute } = metric as Record<string, unknown>;
  const named = metricNameFault(name);
  if (named) return named;
  const place = `of the metric ${name as string}`;
  if (typeof description !== 'string' || description.trim() === '')
    return { rule: `the description ${place} is text`, found: shown(description) };
  if (!UNITS.includes(unit as string))
    return { rule: `the unit ${place} is one of ${UNITS.join(', ')}`, found: shown(unit) };
  if (!DIRECTIONS.includes(better as string))
    return { rule: `better ${place} is one of ${DIRECTIONS.join(', ')}`, found: shown(better) };
  if (typeof compute !== 'function')
    return {
      rule: `compute ${place} is a function`,
      found: shown(compute),
      repair: 'Write compute: ({ returns }) => …',
    };
  const unknown = Object.keys(metric).find((field) => !FIELDS.includes(field));
  return unknown === undefined
    ? null
    : { rule: `the fields ${place} are ${FIELDS.join(', ')}`, found: unknown };
}

function metricNameFault(name: unknown): ShapeFault | null {
  if (typeof name !== 'string' || !METRIC_NAME.test(name) || name.length > NAME_LENGTH_MAX) {
    return {
      rule: `the name of a metric is in kebab-case, with at most ${NAME_LENGTH_MAX} small letters, digits and hyphens`,
      found: shown(name),
      repair: 'Choose a name such as pain-ratio',
    };
  }
  const shipped = METRIC_CATALOG.find((entry) => entry.name === name.replaceAll('-', '_'));
  if (shipped === undefined) return null;
  return {
    rule: 'a metric has another name than those that are shipped',
    found: `${name}, where ${shipped.name} is shipped`,
    repair: `Choose another name, such as my-${name}`,
  };
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value) : value === undefined ? 'nothing' : typeof value;
