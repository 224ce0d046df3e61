import type { MetricValue } from '../model/metric-value.ts';
import { isRuined, requirePositive } from './daily-returns.ts';
import { defined, RUINED, UNMARKED, undefinedBecause, YEAR_MS } from './metric-result.ts';

/**
 * Compound annual growth rate: `(E_T / E_0)^(365.25 days / Δ) − 1`, with Δ the time between the first and the last
 * mark. The first mark still shows the initial equity, since no order can fill before the second slice; so Δ is the time
 * in which the account could grow, whatever the calendar of the market.
 *
 * Unit: fraction a year. Undefined without two marks at different times, for a ruined account, and where so short
 * a time would annualise to more than a number can hold. Throws E_INVARIANT unless the initial equity is above zero.
 */
export function cagr(
  equity: { readonly time: Float64Array; readonly equity: Float64Array },
  initialEquity: number,
): MetricValue {
  requirePositive(initialEquity);
  const count = equity.time.length;
  if (count === 0) return undefinedBecause(UNMARKED);
  if (isRuined(equity.equity)) return undefinedBecause(RUINED);
  const elapsedMs = equity.time[count - 1]! - equity.time[0]!;
  if (elapsedMs <= 0) return undefinedBecause('all marks bear the same time');
  const growth = Math.expm1((Math.log(equity.equity[count - 1]! / initialEquity) * YEAR_MS) / elapsedMs);
  return Number.isFinite(growth) ? defined(growth) : undefinedBecause('the time is too short to annualise');
}
