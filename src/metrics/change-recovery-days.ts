import type { MetricValue } from '../model/metric-value.ts';
import type { EpochMs } from '../model/time.ts';
import type { EquityFigures } from './equity-tally.ts';
import { defined, RUINED, undefinedBecause } from './metric-result.ts';

/**
 * Time to recover after a regime change: the median over the changes that the subject confirmed of the trading days until equity at the
 * close is back at its level before the change, counted from the estimated beginning of the regime. Nothing is to be recovered, and the
 * time is zero, where the day of the change closes at that level or above. A change that is not recovered from by the end counts as
 * longer than all others.
 *
 * Unit: trading days (days with a daily return). Undefined without a confirmed change, where half of them or more were not recovered
 * from, and for a ruined account.
 */
export function changeRecoveryDays(equity: EquityFigures, changes: readonly EpochMs[]): MetricValue {
  if (changes.length === 0) return undefinedBecause('no regime change was confirmed');
  if (equity.isRuined) return undefinedBecause(RUINED);
  const times = changes.map((change) => recoveryOf(equity, change)).sort((a, b) => a - b);
  const half = times.length >> 1;
  const median = times.length % 2 === 1 ? times[half]! : (times[half - 1]! + times[half]!) / 2;
  return Number.isFinite(median)
    ? defined(median)
    : undefinedBecause('half of the regime changes or more were not recovered from');
}

/** The days from the one of the change to the first that closes at the level before it; infinite where none does. */
function recoveryOf({ days, closes, initialEquity }: EquityFigures, change: EpochMs): number {
  const first = dayOf(days, change);
  const level = first === 0 ? initialEquity : closes[first - 1]!;
  for (let day = first; day < closes.length; day++) if (closes[day]! >= level) return day - first;
  return Number.POSITIVE_INFINITY;
}

/** The number of the last day that begins at a time or before it; 0 where none does. */
function dayOf(days: Float64Array, time: EpochMs): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
