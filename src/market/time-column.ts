import type { EpochMs } from '../model/time.ts';

/** The times of bars by their number, in memory or not; rising. A `Float64Array` is one. */
export interface TimeColumn {
  readonly length: number;
  /** The time of a bar, −1 for the last one; undefined where there is none. */
  at(bar: number): EpochMs | undefined;
}
