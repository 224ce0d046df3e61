import type { MetricName, MetricUnit } from './metric-catalog.ts';
import type { MetricValue } from './metric-value.ts';

/** What is said of a metric that a strategy declares; a row of the store. */
export interface CustomMetricRecord {
  /** In kebab-case; that of no shipped metric, hyphens read as underscores. */
  readonly name: string;
  /** One sentence: what it measures. */
  readonly description: string;
  /** How it is printed; the value itself is plain: 0.1 of the unit percent is 10 %, a date is epoch milliseconds. */
  readonly unit: MetricUnit;
  /** Which of two values is the better one. */
  readonly better: 'higher' | 'lower' | 'neither';
}

/**
 * What a metric of a user is computed from: one arm at its end. Each call has arrays of its own, so that whatever is written
 * into them is seen by nobody else.
 */
export interface MetricMaterial {
  /** The cash that the run began with, in money of the account. */
  readonly initialEquity: number;
  /** Whether equity was zero or below at any mark. */
  readonly isRuined: boolean;
  /** Daily returns in a year: 252 on exchange days, 365 where the market never closes, 52 of weekly bars. */
  readonly periodsPerYear: number;
  /** Fraction a year. */
  readonly riskFreeRate: number;
  /** Midnight UTC of each trading day with a mark, rising. */
  readonly days: Float64Array<ArrayBuffer>;
  /** Equity at the last mark of each of these days, after all costs. */
  readonly closes: Float64Array<ArrayBuffer>;
  /** Simple return of each of these days; the first counts from `initialEquity`. */
  readonly returns: Float64Array<ArrayBuffer>;
  /** Profit of each round trip after commission, in money of the account, in the order in which they closed. */
  readonly tripProfits: Float64Array<ArrayBuffer>;
  /** What the shipped metrics of one arm came to; null where they are undefined. */
  readonly metrics: Readonly<Partial<Record<MetricName, number | null>>>;
}

/** A metric that a strategy declares beside the shipped ones: a pure function of what one arm came to. */
export interface CustomMetric extends CustomMetricRecord {
  /**
   * The value, or null, best with a reason by `undefinedBecause`, where it has no meaning. What is no finite number, and what is thrown,
   * makes the metric n/a with that as the reason; it does not end the run.
   */
  compute(material: MetricMaterial): number | null | MetricValue;
}
