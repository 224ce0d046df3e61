import { standardisedMoments } from '../math/standardised-moments.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { DailyReturns } from './daily-returns.ts';
import { defined, NO_VARIATION, RUINED, TOO_FEW, undefinedBecause } from './metric-result.ts';
import { DEVIATION_MIN, standardDeviation } from './sample-moments.ts';

/**
 * Skewness: `m₃ / m₂^(3/2)` of the daily returns, with central moments divided by their number. Below zero the bad days
 * are the large ones.
 *
 * Unit: number; 0 for a symmetric distribution. Undefined below two returns, where they do not vary, and for a ruined account.
 */
export function skewness(returns: DailyReturns): MetricValue {
  if (returns.ruined) return undefinedBecause(RUINED);
  if (returns.value.length < 2) return undefinedBecause(TOO_FEW);
  if (standardDeviation(returns.value) < DEVIATION_MIN) return undefinedBecause(NO_VARIATION);
  return defined(standardisedMoments(returns.value).skewness);
}
