/** What the times of the bars of a run mean; for all symbols alike. */
export interface BarTiming {
  /** Milliseconds from the beginning of a bar to its time: zero where bars bear the time of their beginning. */
  readonly sinceBeginMs: number;
  /** Milliseconds from the time of a bar to when all of it is known: zero where it bears the time of its end. */
  readonly untilKnownMs: number;
  /** Whether bars are of whole sessions, and bear the date of it. */
  readonly isDaily: boolean;
}

/** Events, or bars of which nothing else is known: each is known at its time. */
export const MOMENTARY: BarTiming = { sinceBeginMs: 0, untilKnownMs: 0, isDaily: false };
