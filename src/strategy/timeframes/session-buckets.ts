import type { Session, SessionClock } from '../../model/session.ts';
import type { EpochMs } from '../../model/time.ts';
import type { TimeframeRule } from '../../model/timeframe.ts';

const DAY_MS = 86_400_000;
const HALF_DAY_MS = DAY_MS / 2;
/** 1970-01-01 was a Thursday; shifted by three days, whole weeks begin on Mondays. */
const THURSDAY_OFFSET_DAYS = 3;

/**
 * The stretches of time that the bars of a timeframe cover, for the sessions of one instrument. Lengths of time are counted
 * from the open of each session and never reach beyond its close, so that the last one of a session may be shorter; what
 * is traded before the open or after the close is counted from the same open, in stretches of its own. `1d` is one
 * session, `1w` and `1M` are the sessions of a calendar week or month, without what is traded outside of them.
 */
export class SessionBuckets {
  /** Of the stretch that was found last. The end of one by volume or events is not known. */
  begin: EpochMs = Number.NaN;
  end: EpochMs = Number.POSITIVE_INFINITY;
  readonly #rule: TimeframeRule;
  readonly #sessions: SessionClock;
  readonly #isDaily: boolean;
  #session: Session | null = null;
  #sessionsEnd: EpochMs = Number.NaN;

  /** `isDaily` where bars are those of whole sessions, and bear the date of theirs. */
  constructor(rule: TimeframeRule, sessions: SessionClock, isDaily: boolean) {
    this.#rule = rule;
    this.#sessions = sessions;
    this.#isDaily = isDaily;
  }

  /** Finds the stretch of a bar that begins at a time; false where it belongs to none. */
  find(time: EpochMs): boolean {
    const { kind } = this.#rule;
    if (kind === 'tick' || kind === 'volume' || kind === 'value') {
      this.begin = time;
      return true;
    }
    const session = this.#sessions.sessionOf(time);
    if (kind === 'clock') this.#findWithin(session, time, this.#rule.lengthMs);
    else {
      if (!this.#isDaily && (time < session.openTime || time >= session.closeTime)) return false;
      if (session !== this.#session) {
        this.#session = session;
        this.#sessionsEnd = this.#endOf(kind === 'session' ? session : this.#lastSession(session, kind));
      }
      this.begin = session.date;
      this.end = this.#sessionsEnd;
    }
    return true;
  }

  #findWithin({ openTime, closeTime }: Session, time: EpochMs, lengthMs: number): void {
    const begin = openTime + Math.floor((time - openTime) / lengthMs) * lengthMs;
    const end = begin + lengthMs;
    const isAfter = time >= closeTime;
    this.begin = isAfter ? Math.max(begin, closeTime) : begin;
    this.end = isAfter ? end : Math.min(end, closeTime);
  }

  /** Daily bars tell nothing of hours: their session ends with its date. */
  #endOf({ date, closeTime }: Session): EpochMs {
    return this.#isDaily ? date + DAY_MS : closeTime;
  }

  /** The last session of the week or month of a session. */
  #lastSession(first: Session, kind: 'week' | 'month'): Session {
    const period = periodOf(first.date, kind);
    let last = first;
    // Noon lies in the trading day of its date, wherever on earth that is.
    for (let noon = first.date + DAY_MS + HALF_DAY_MS; periodOf(noon, kind) === period; noon += DAY_MS) {
      const session = this.#sessions.sessionOf(noon);
      if (session.date > last.date && periodOf(session.date, kind) === period) last = session;
    }
    return last;
  }
}

/** The number of the calendar week or month that holds a time. */
function periodOf(time: EpochMs, kind: 'week' | 'month'): number {
  if (kind === 'week') return Math.floor((Math.floor(time / DAY_MS) + THURSDAY_OFFSET_DAYS) / 7);
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
