import type { MetricValue } from '../model/metric-value.ts';
import type { EquityFigures } from './equity-tally.ts';
import { DAY_MS, defined, NO_TIME, RUINED, UNMARKED, undefinedBecause, YEAR_MS } from './metric-result.ts';

const TOO_SHORT = 'the time is too short to annualise';

/**
 * Compound annual growth rate: `(E_T / E_0)^(365.25 days / Δ) − 1`, with Δ the time between the first and the last
 * mark. The first mark still shows the initial equity, since no order can fill before the second slice; so Δ is the time
 * in which the account could grow, whatever the calendar of the market.
 *
 * Unit: fraction a year. Undefined without two marks at different times, for a ruined account, over less than a day, of
 * which a few trades would be told as the ruin or the doubling of years, and where so short a time would annualise to more than a
 * number can hold.
 */
export function cagr(equity: EquityFigures): MetricValue {
  if (equity.marks === 0) return undefinedBecause(UNMARKED);
  if (equity.isRuined) return undefinedBecause(RUINED);
  const elapsedMs = equity.timeLast - equity.timeFirst;
  if (elapsedMs <= 0) return undefinedBecause(NO_TIME);
  if (elapsedMs < DAY_MS) return undefinedBecause(TOO_SHORT);
  const growth = Math.expm1((Math.log(equity.equityLast / equity.initialEquity) * YEAR_MS) / elapsedMs);
  return Number.isFinite(growth) ? defined(growth) : undefinedBecause(TOO_SHORT);
}
