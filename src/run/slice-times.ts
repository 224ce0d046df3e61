import { BarFeed } from '../market/bar-feed.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { EpochMs } from '../model/time.ts';

/** The times of all slices from a time on, in order: each of them is marked in every arm. */
export function sliceTimes(series: readonly BarSeries[], from: EpochMs): Float64Array {
  const feed = new BarFeed(series);
  const times = new Float64Array(feed.sliceCount);
  let count = 0;
  while (feed.next()) if (feed.slice.time >= from) times[count++] = feed.slice.time;
  return times.subarray(0, count);
}
