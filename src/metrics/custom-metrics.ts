import type { CustomMetric, MetricMaterial } from '../model/custom-metric.ts';
import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import { type DayCloses, dailyReturns } from './daily-returns.ts';
import { undefinedBecause } from './metric-result.ts';

/** Reasons are for a line of a table: what a metric threw may be a page. */
const REASON_LENGTH_MAX = 200;

/** What the metrics of a user are computed from. */
export interface CustomMetricInput {
  readonly equity: DayCloses;
  readonly periodsPerYear: number;
  /** Fraction a year. */
  readonly riskFreeRate: number;
  /** Of the round trips, in the order in which they closed. */
  readonly tripProfits: ArrayLike<number>;
  /** What the shipped metrics came to. */
  readonly metrics: Readonly<Partial<Record<MetricName, MetricValue>>>;
}

/** What each metric came to, by name, in the order of its declaration. Never throws: a fault of a metric is its reason to be n/a. */
export function customMetrics(
  metrics: readonly CustomMetric[],
  input: CustomMetricInput,
): Readonly<Record<string, MetricValue>> {
  return Object.fromEntries(metrics.map((metric) => [metric.name, customMetric(metric, input)]));
}

function customMetric(metric: CustomMetric, input: CustomMetricInput): MetricValue {
  let result: unknown;
  try {
    result = metric.compute(materialOf(input));
  } catch (error) {
    return undefinedBecause(`the metric threw ${shortText(error)}`);
  }
  return outcomeOf(result);
}

/** Made anew for each metric: what one writes into its arrays, the next does not see. */
function materialOf({
  equity,
  periodsPerYear,
  riskFreeRate,
  tripProfits,
  metrics,
}: CustomMetricInput): MetricMaterial {
  const { initialEquity, isRuined } = equity;
  const plain = Object.entries(metrics).map(([name, { value }]) => [name, value] as const);
  return Object.freeze({
    initialEquity,
    isRuined,
    periodsPerYear,
    riskFreeRate,
    days: Float64Array.from(equity.days),
    closes: Float64Array.from(equity.closes),
    returns: Float64Array.from(dailyReturns(equity).value),
    tripProfits: Float64Array.from(tripProfits),
    metrics: Object.freeze(Object.fromEntries(plain)),
  });
}

function outcomeOf(result: unknown): MetricValue {
  if (typeof result === 'number') {
    if (!Number.isFinite(result)) return undefinedBecause(`the metric returned ${result}`);
    // A zero has no sign in the store.
    return { value: result + 0, reason: null };
  }
  if (result === null) return undefinedBecause('the metric returned null');
  if (typeof result !== 'object') return undefinedBecause(`the metric returned ${kindOf(result)}`);
  return objectValue(result);
}

/** Reading what is not known to be plain may run code of the plugin. */
function objectValue(result: object): MetricValue {
  try {
    if (typeof (result as PromiseLike<unknown>).then === 'function') {
      // Its rejection, that nobody would wait for, would end the run.
      (result as PromiseLike<unknown>).then(undefined, () => undefined);
      return undefinedBecause('the metric returned a promise');
    }
    const { value, reason } = result as { value?: unknown; reason?: unknown };
    if (typeof value === 'number' && !(reason ?? false)) return outcomeOf(value);
    if (value === null && typeof reason === 'string' && reason.trim() !== '')
      return undefinedBecause(shortText(reason));
    return undefinedBecause('the metric returned an object that is no value with a reason');
  } catch (error) {
    return undefinedBecause(`the metric threw ${shortText(error)}`);
  }
}

const kindOf = (result: unknown): string => (result === undefined ? 'nothing' : `a ${typeof result}`);

/** Text of a plugin as one short line. */
function shortText(thrown: unknown): string {
  const text = plainText(thrown)
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  if (text.length <= REASON_LENGTH_MAX) return text;
  // Half a surrogate pair cannot be stored.
  return `${text.slice(0, REASON_LENGTH_MAX - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function plainText(thrown: unknown): string {
  try {
    if (thrown instanceof Error || hasMessage(thrown)) return `${thrown.name}: ${thrown.message}`;
    return String(thrown);
  } catch {
    return 'something that is no text';
  }
}

/** The errors of another realm are no `Error` of this one. */
function hasMessage(thrown: unknown): thrown is { readonly name: string; readonly message: string } {
  const { name, message } = (thrown ?? {}) as { name?: unknown; message?: unknown };
  return typeof name === 'string' && typeof message === 'string';
}
