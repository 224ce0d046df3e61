import { sortedQuantile } from '../math/sorted-quantile.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { DailyReturns } from './daily-returns.ts';
import { defined, RUINED, TAIL_TOO_THIN, undefinedBecause } from './metric-result.ts';

/** The part of the days that lies in the tail. */
export const TAIL_SHARE = 0.05;

/** So many returns have at least one in the tail. */
export const TAIL_RETURNS_MIN = 20;

/**
 * Historical value at risk at 95 %: `−q(5 %)` of the daily returns, with q the quantile of type 7. On one day in twenty the loss was
 * as large or larger. Jorion 2006, "Value at risk", chapter 10.
 *
 * Unit: fraction of a day, above zero for a loss. Undefined below 20 returns and for a ruined account.
 */
export function valueAtRisk(returns: DailyReturns): MetricValue {
  if (returns.ruined) return undefinedBecause(RUINED);
  if (returns.value.length < TAIL_RETURNS_MIN) return undefinedBecause(TAIL_TOO_THIN);
  return defined(0 - sortedQuantile(returns.value.slice().sort(), TAIL_SHARE));
}
