import { BarFeed } from '../market/bar-feed.ts';
import type { PlayableBars } from '../market/bar-windows.ts';
import type { EpochMs } from '../model/time.ts';

/** The times of all slices from a time on, in order: each of them is marked in every arm. */
export function sliceTimes(bars: readonly PlayableBars[], from: EpochMs): Float64Array {
  const feed = new BarFeed(bars);
  const times = new Float64Array(feed.sliceCount);
  let count = 0;
  while (feed.next()) if (feed.slice.time >= from) times[count++] = feed.slice.time;
  return times.subarray(0, count);
}
