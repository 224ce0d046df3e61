import { sortedQuantile } from '../math/sorted-quantile.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { DailyReturns } from './daily-returns.ts';
import { defined, RUINED, TAIL_TOO_THIN, undefinedBecause } from './metric-result.ts';
import { DEVIATION_MIN } from './sample-moments.ts';
import { TAIL_RETURNS_MIN, TAIL_SHARE } from './value-at-risk.ts';

/**
 * Tail ratio: `q(95 %) / −q(5 %)` of the daily returns, with quantiles of type 7. Above 1 the good days are larger than the bad ones.
 * As in empyrical and pyfolio (Quantopian), which take absolute values where we have no ratio.
 *
 * Unit: ratio, from 0 up. Undefined below 20 returns, where the lower quantile is no loss or the upper one no gain, and for
 * a ruined account.
 */
export function tailRatio(returns: DailyReturns): MetricValue {
  if (returns.ruined) return undefinedBecause(RUINED);
  if (returns.value.length < TAIL_RETURNS_MIN) return undefinedBecause(TAIL_TOO_THIN);
  const sorted = returns.value.slice().sort();
  const loss = 0 - sortedQuantile(sorted, TAIL_SHARE);
  const gain = sortedQuantile(sorted, 1 - TAIL_SHARE);
  if (loss < DEVIATION_MIN) return undefinedBecause('the 5 % quantile of the daily returns is no loss');
  if (gain < 0) return undefinedBecause('the 95 % quantile of the daily returns is no gain');
  return defined(gain / loss);
}
