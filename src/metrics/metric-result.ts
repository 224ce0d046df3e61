import type { MetricValue } from '../model/metric-value.ts';
import { RegimetaError } from '../model/regimeta-error.ts';

/** A metric that has a value. Throws E_INVARIANT where it is not finite: a metric names its own undefined cases. */
export function defined(value: number): MetricValue {
  if (!Number.isFinite(value)) {
    throw new RegimetaError('E_INVARIANT', {
      rule: 'a defined metric is a finite number',
      found: String(value),
    });
  }
  return { value, reason: null };
}

/** A metric that has no value, and why: a clause that can follow "n/a:" in a table. */
export function undefinedBecause(reason: string): MetricValue {
  return { value: null, reason };
}

/** The reason of every ratio once equity was zero or below. */
export const RUINED = 'equity fell to zero or below';

/** The reason of every metric of an arm that was never marked. */
export const UNMARKED = 'there are no marks';

/** The reason of what needs a distance between returns. */
export const TOO_FEW = 'fewer than two daily returns';

/** The reason of what is divided by the deviation of returns. */
export const NO_VARIATION = 'the daily returns do not vary';

/** The reason of what is divided by the returns below the risk-free one. */
export const NO_SHORTFALL = 'no daily return is below the risk-free rate';

/** The reason of figures of the tail that too few returns have. */
export const TAIL_TOO_THIN = 'fewer than 20 daily returns';

/** The reason of what is an average of round trips. */
export const NO_TRIPS = 'there are no round trips';

/** The reason of figures of a drawdown. */
export const NO_DRAWDOWN = 'there was no drawdown';

/** The reason where it lasted to the end. */
export const NOT_RECOVERED = 'equity had not recovered by the last mark';

/** The reason of what is annualised by the time between the first and the last mark. */
export const NO_TIME = 'all marks bear the same time';

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;

/** Milliseconds of the year of 365.25 days that growth and turnover are annualised by. */
export const YEAR_MS = 31_557_600_000;
