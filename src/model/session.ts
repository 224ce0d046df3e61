import type { EpochMs } from './time.ts';

/** A trading session: one trading day of a calendar. */
export interface Session {
  /** Its number among the sessions of its calendar, from 0; it means nothing beyond the run. */
  readonly index: number;
  /** Midnight UTC of its date, as a daily bar of the session bears it. The session of a Monday may open on Sunday. */
  readonly date: EpochMs;
  /** When it opens and closes. It is open from `openTime` on and before `closeTime`. */
  readonly openTime: EpochMs;
  readonly closeTime: EpochMs;
  /** Whether it opens later or closes earlier than sessions of its time usually do. */
  readonly isHalfDay: boolean;
  /** The first and the last instant that belong to its trading day, open or not: the days follow each other without a gap. */
  readonly dayStart: EpochMs;
  readonly dayEnd: EpochMs;
}

/** How stages ask for the session of a time. The same session is always the same object, and asking allocates nothing. */
export interface SessionClock {
  /** The session whose trading day a time belongs to; the first one for any time before it, the last one for any after. */
  sessionOf(time: EpochMs): Session;
}
