import type { EpochMs } from '../model/time.ts';
import type { Segment } from '../strategy/episode-sampler.ts';

/** Decision slices that training tasks may use: from the first time to the last one, both included. */
export interface TaskRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * The parts of segments that lie within some ranges, in time order: a task lies in one of them, and never reaches over what is left out.
 * `times` are those of all slices; ranges are in time order and apart.
 */
export function segmentsWithin(
  segments: readonly Segment[],
  ranges: readonly TaskRange[],
  times: ArrayLike<EpochMs>,
): Segment[] {
  const allowed = ranges.map(({ from, to }) => ({
    first: countUpTo(times, from, false),
    end: countUpTo(times, to, true),
  }));
  return segments.flatMap((segment) =>
    allowed.flatMap((range) => {
      const first = Math.max(segment.first, range.first);
      const end = Math.min(segment.end, range.end);
      return first < end ? [{ first, end }] : [];
    }),
  );
}

/** How many times lie before a moment, or up to and with it. */
function countUpTo(times: ArrayLike<EpochMs>, moment: EpochMs, inclusive: boolean): number {
  let count = 0;
  while (count < times.length && (times[count]! < moment || (inclusive && times[count] === moment))) count++;
  return count;
}
