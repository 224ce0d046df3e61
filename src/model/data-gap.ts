import type { EpochMs } from './time.ts';

/** What the data of a symbol lack between its first and its last bar, by its calendar. */
export interface DataGap {
  readonly symbol: string;
  /** Whole sessions, or bars within sessions. */
  readonly kind: 'sessions' | 'bars';
  /** Midnight UTC of the dates of the first and the last session that lack something. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** How many sessions, or bars, there are not. */
  readonly missing: number;
}
