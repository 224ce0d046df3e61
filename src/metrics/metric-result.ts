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

/** Milliseconds of the year of 365.25 days that growth and turnover are annualised by. */
export const YEAR_MS = 31_557_600_000;
