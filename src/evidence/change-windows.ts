import type { EpochMs } from '../model/time.ts';

/** Shorter windows say nothing. */
const DAYS_MIN = 5;

/**
 * The mean of `values` in the window after each confirmed change: the days after that of the confirmation, at most `windowDays` and
 * not beyond that of the next confirmation, so that no day counts twice. Windows of fewer than five days are left out. `day` is
 * midnight UTC of each day, rising like `confirmations`.
 */
export function changeWindows(
  day: Float64Array,
  values: Float64Array,
  confirmations: readonly EpochMs[],
  windowDays: number,
): Float64Array {
  const means: number[] = [];
  for (const [i, confirmed] of confirmations.entries()) {
    const next = confirmations[i + 1] ?? Number.POSITIVE_INFINITY;
    let [sum, days] = [0, 0];
    for (let at = 0; at < day.length && days < windowDays; at++) {
      if (day[at]! <= confirmed) continue;
      if (day[at]! > next) break;
      sum += values[at]!;
      days++;
    }
    if (days >= DAYS_MIN) means.push(sum / days);
  }
  return Float64Array.from(means);
}
