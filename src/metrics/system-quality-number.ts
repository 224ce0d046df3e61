import type { MetricValue } from '../model/metric-value.ts';
import { defined, undefinedBecause } from './metric-result.ts';
import type { TripFigures } from './trip-tally.ts';

/** Below this part of its mean a deviation of profits is rounding. */
const SPREAD_MIN = 1e-12;

/**
 * System quality number: `√n · mean(R) / s(R)`, with R the profit of a round trip in money after commission, since no initial risk is
 * recorded that it could be divided by, and s with n − 1 in the denominator. At most `tripsMax` round trips count in √n: Tharp
 * takes 100, so that many small trades do not pass for a good system. Tharp 2008, "Van Tharp's definitive guide to position sizing".
 *
 * Unit: number. Undefined below two round trips and where their profits do not vary.
 */
export function systemQualityNumber(trips: TripFigures, tripsMax = Number.POSITIVE_INFINITY): MetricValue {
  const { count, profitMean, profitSquares } = trips;
  if (count < 2) return undefinedBecause('fewer than two round trips');
  const deviation = Math.sqrt(profitSquares / (count - 1));
  if (!(deviation > SPREAD_MIN * Math.abs(profitMean)))
    return undefinedBecause('the profits of the round trips do not vary');
  return defined((Math.sqrt(Math.min(count, tripsMax)) * profitMean) / deviation);
}
