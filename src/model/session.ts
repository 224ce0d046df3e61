import type { EpochMs } from './time.ts';

const DAY_MS = 86_400_000;

/** A trading session: one date of a calendar. */
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

/** Which day a time belongs to, as bars bear times. */
export interface TradingDays {
  /** Midnight UTC of the date of the day. */
  dateOf(time: EpochMs): EpochMs;
  /** The last time that belongs to the same day. */
  dayEndOf(time: EpochMs): EpochMs;
}

/** How stages ask for the session of a time. The same session is always the same object, and asking allocates nothing. */
export interface SessionClock extends TradingDays {
  /** The session whose trading day a time belongs to; the first one for any time before it, the last one for any after. */
  sessionOf(time: EpochMs): Session;
}

/** The sessions of one symbol whose bars are parts of sessions, as those bars see them. */
export interface BarSessions extends SessionClock {
  /** Whether a bar of that time has a part of the hours of its session. */
  isOpen(time: EpochMs): boolean;
  /** Whether a bar of that time has the last part of the hours of its session, by its length and not by what follows. */
  isLast(time: EpochMs): boolean;
  /** The index of the last session that has opened when a bar of that time is known; -1 for none. */
  openedBy(time: EpochMs): number;
}

/** The days of UTC: what holds without a calendar. */
export const UTC_DAYS: TradingDays = {
  dateOf: (time) => Math.floor(time / DAY_MS) * DAY_MS,
  dayEndOf: (time) => (Math.floor(time / DAY_MS) + 1) * DAY_MS - 1,
};
