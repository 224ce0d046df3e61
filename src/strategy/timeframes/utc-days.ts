import { type Session, type SessionClock, UTC_DAYS } from '../../model/session.ts';
import type { EpochMs } from '../../model/time.ts';

const DAY_MS = 86_400_000;

/** The sessions of an instrument without a calendar: every day of UTC, from midnight to midnight. */
export class UtcDays implements SessionClock {
  #session: Session = utcDay(0);

  sessionOf(time: EpochMs): Session {
    if (time < this.#session.openTime || time >= this.#session.closeTime) {
      this.#session = utcDay(Math.floor(time / DAY_MS));
    }
    return this.#session;
  }

  dateOf(time: EpochMs): EpochMs {
    return UTC_DAYS.dateOf(time);
  }

  dayEndOf(time: EpochMs): EpochMs {
    return UTC_DAYS.dayEndOf(time);
  }
}

function utcDay(day: number): Session {
  const date = day * DAY_MS;
  return {
    index: day,
    date,
    openTime: date,
    closeTime: date + DAY_MS,
    isHalfDay: false,
    dayStart: date,
    dayEnd: date + DAY_MS - 1,
  };
}
