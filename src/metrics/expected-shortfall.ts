import type { MetricValue } from '../model/metric-value.ts';
import type { DailyReturns } from './daily-returns.ts';
import { defined, RUINED, TAIL_TOO_THIN, undefinedBecause } from './metric-result.ts';
import { TAIL_RETURNS_MIN, TAIL_SHARE } from './value-at-risk.ts';

/**
 * Expected shortfall at 95 %: minus the mean of the worst `0.05 · N` daily returns, of which the last counts by the part that is left.
 * Never below the value at risk. Acerbi & Tasche 2002, "On the coherence of expected shortfall", Journal of Banking & Finance
 * 26(7), definition 2.6.
 *
 * Unit: fraction of a day, above zero for a loss. Undefined below 20 returns and for a ruined account.
 */
export function expectedShortfall(returns: DailyReturns): MetricValue {
  if (returns.ruined) return undefinedBecause(RUINED);
  const { length } = returns.value;
  if (length < TAIL_RETURNS_MIN) return undefinedBecause(TAIL_TOO_THIN);
  const sorted = returns.value.slice().sort();
  const tail = TAIL_SHARE * length;
  const whole = Math.floor(tail);
  let sum = 0;
  for (let i = 0; i < whole; i++) sum += sorted[i]!;
  sum += (tail - whole) * sorted[whole]!;
  return defined(0 - sum / tail);
}
