import type { EpochMs } from '../../model/time.ts';

const DAY_MS = 86_400_000;

/** Says in which session a time lies, by any number that differs between sessions. */
export type SessionOf = (time: EpochMs) => number;

/** Sessions that are UTC days: the number of the day. */
export const utcDayOf: SessionOf = (time) => Math.floor(time / DAY_MS);
