import type { BarStamp } from '../../model/instrument.ts';
import type { Session, SessionClock } from '../../model/session.ts';
import type { EpochMs } from '../../model/time.ts';
import { DAY_MS, type EpochDay } from '../civil-date.ts';
import type { CalendarRules } from './calendar-rules.ts';
import { ZoneOffsets } from './zone-offsets.ts';

const MINUTE_MS = 60_000;

/** The sessions of a calendar over a period, as a table. */
export class SessionTable {
  readonly sessions: readonly Session[];

  /** The sessions of the dates from `firstDay` to `lastDay`, both included; at least one of them must have one. */
  constructor(rules: CalendarRules, firstDay: EpochDay, lastDay: EpochDay) {
    const offsets = new ZoneOffsets(rules.zone, (firstDay - 3) * DAY_MS, (lastDay + 3) * DAY_MS);
    const utc = (local: number): EpochMs => {
      const instant = offsets.instantOf(local);
      return instant.kind === 'overlap' ? instant.earlier : instant.time;
    };
    const sessions: { -readonly [Key in keyof Session]: Session[Key] }[] = [];
    for (let day = Math.max(firstDay, rules.firstDay); day <= lastDay; day++) {
      const hours = rules.hoursOn(day);
      if (hours === null) continue;
      const date = day * DAY_MS;
      const openTime = utc(date + hours.open * MINUTE_MS);
      const closeTime = utc(date + hours.close * MINUTE_MS);
      const previous = sessions.at(-1);
      const midnight = Math.min(utc(date), openTime);
      // A trading day begins at midnight of its date, or at its open if that is before, and never before the last close.
      const dayStart = previous ? Math.max(midnight, previous.closeTime) : midnight;
      if (previous) previous.dayEnd = dayStart - 1;
      const { isHalfDay } = hours;
      const dayEnd = closeTime - 1;
      sessions.push({ index: sessions.length, date, openTime, closeTime, isHalfDay, dayStart, dayEnd });
    }
    this.sessions = sessions;
  }

  /**
   * A clock for bars that bear an instant: a time belongs to the trading day that it lies in, or, for bars that bear the
   * time of their end, that it ends.
   */
  instantClock(stamp: BarStamp = 'start'): SessionClock {
    const shift = stamp === 'start' ? 0 : 1;
    return new TableClock(this.sessions, ({ dayStart }) => dayStart + shift);
  }

  /** A clock for daily bars, which bear midnight UTC of the date of their session. */
  dateClock(): SessionClock {
    return new TableClock(this.sessions, ({ date }) => date);
  }
}

/** Finds the session of a time: mostly the one of the time before or the one after that. */
class TableClock implements SessionClock {
  readonly #sessions: readonly Session[];
  /** Where each session begins; one more entry, infinity, ends the last. */
  readonly #starts: Float64Array;
  #at = 0;

  constructor(sessions: readonly Session[], startOf: (session: Session) => EpochMs) {
    this.#sessions = sessions;
    this.#starts = new Float64Array(sessions.length + 1).fill(Number.POSITIVE_INFINITY);
    sessions.forEach((session, index) => {
      this.#starts[index] = startOf(session);
    });
  }

  sessionOf(time: EpochMs): Session {
    this.#seek(time);
    return this.#sessions[this.#at];
  }

  dateOf(time: EpochMs): EpochMs {
    return this.sessionOf(time).date;
  }

  dayEndOf(time: EpochMs): EpochMs {
    this.#seek(time);
    return this.#starts[this.#at + 1] - 1;
  }

  #seek(time: EpochMs): void {
    const starts = this.#starts;
    const at = this.#at;
    if (time < starts[at] || time >= starts[at + 1]) {
      this.#at =
        at + 2 < starts.length && time >= starts[at + 1] && time < starts[at + 2] ? at + 1 : this.#find(time);
    }
  }

  /** The last session that begins at or before a time; the first one where none does. */
  #find(time: EpochMs): number {
    let low = 0;
    let high = this.#sessions.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle] <= time) low = middle;
      else high = middle;
    }
    return low;
  }
}
