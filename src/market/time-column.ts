import type { EpochMs } from '../model/time.ts';

/** The times of bars by their number, in memory or not; rising. A `Float64Array` is one. */
export interface TimeColumn {
  readonly length: number;
  /** The time of a bar, −1 for the last one; undefined where there is none. */
  at(bar: number): EpochMs | undefined;
}

/** Hands all times to `take`, in their order; those in memory without a call for each. */
export function eachTime(times: TimeColumn, take: (time: EpochMs) => void): void {
  if (times instanceof Float64Array) for (let bar = 0; bar < times.length; bar++) take(times[bar]);
  else for (let bar = 0; bar < times.length; bar++) take(times.at(bar)!);
}
