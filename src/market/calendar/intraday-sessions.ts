import type { BarStamp } from '../../model/instrument.ts';
import type { BarSessions, Session, SessionClock } from '../../model/session.ts';
import type { EpochMs } from '../../model/time.ts';
import type { SessionTable } from './session-table.ts';

/** The sessions of bars of one length that are parts of sessions. */
export class IntradaySessions implements BarSessions {
  readonly #clock: SessionClock;
  /** What leads from the time of a bar to its beginning and to its end. */
  readonly #toStart: number;
  readonly #toEnd: number;

  /** `barMs` is the length of a bar. */
  constructor(table: SessionTable, stamp: BarStamp, barMs: number) {
    this.#clock = table.instantClock(stamp);
    this.#toStart = stamp === 'start' ? 0 : -barMs;
    this.#toEnd = stamp === 'start' ? barMs : 0;
  }

  sessionOf(time: EpochMs): Session {
    return this.#clock.sessionOf(time);
  }

  dateOf(time: EpochMs): EpochMs {
    return this.#clock.dateOf(time);
  }

  dayEndOf(time: EpochMs): EpochMs {
    return this.#clock.dayEndOf(time);
  }

  isOpen(time: EpochMs): boolean {
    const { openTime, closeTime } = this.#clock.sessionOf(time);
    return time + this.#toStart < closeTime && time + this.#toEnd > openTime;
  }

  isLast(time: EpochMs): boolean {
    const { closeTime } = this.#clock.sessionOf(time);
    return time + this.#toStart < closeTime && time + this.#toEnd >= closeTime;
  }

  openedBy(time: EpochMs): number {
    const { index, openTime } = this.#clock.sessionOf(time);
    return time + this.#toEnd > openTime ? index : index - 1;
  }
}
