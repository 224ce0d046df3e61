import type { DataGap } from '../model/data-gap.ts';
import type { BarStamp } from '../model/instrument.ts';
import type { Session } from '../model/session.ts';
import type { EpochMs } from '../model/time.ts';
import { barLength } from './bar-length.ts';
import { IntradaySessions } from './calendar/intraday-sessions.ts';
import type { SessionTable } from './calendar/session-table.ts';
import { DAY_MS } from './civil-date.ts';
import type { TimeColumn } from './time-column.ts';

/** From this length on a bar stands for several sessions, as a weekly one does, and says nothing of single ones. */
const SEVERAL_SESSIONS_MS = 4 * DAY_MS;

/** A session may end with a cut bar, as with hours from 9:30 to 16:00: so much of a bar's length is one there. Less is the jitter of times. */
const CUT_BAR = 0.1;

/** Bars of one symbol to be held against its calendar. */
export interface CheckedBars {
  readonly symbol: string;
  readonly time: TimeColumn;
  readonly barTime: BarStamp;
  /** False for quotes and trades, which are moments: of those only whole sessions can be missing. */
  readonly hasLength: boolean;
}

/** What a symbol's bars are beside its calendar. */
export interface SessionCheck {
  /** What is missing between the first and the last bar, in time order. */
  readonly gaps: readonly DataGap[];
  /** The numbers of the bars that lie in no session. */
  readonly outside: readonly number[];
}

/** Holds the bars of a symbol against the sessions of its calendar. Bars longer than a session are not checked. */
export function checkSessions(bars: CheckedBars, table: SessionTable): SessionCheck {
  const { isDaily, barMs } = barLength(bars.time);
  if (barMs >= SEVERAL_SESSIONS_MS) return { gaps: [], outside: [] };
  const length = isDaily || !bars.hasLength ? 0 : barMs;
  const gaps = new GapFinder(bars.symbol, table, length);
  const outside: number[] = [];
  const dates = table.dateClock();
  const intraday = new IntradaySessions(table, bars.barTime, length);
  const toStart = bars.barTime === 'start' ? 0 : -length;
  for (let bar = 0; bar < bars.time.length; bar++) {
    const time = bars.time.at(bar)!;
    const session = isDaily ? dates.sessionOf(time) : intraday.sessionOf(time);
    if (isDaily ? session.date === time : intraday.isOpen(time)) gaps.take(session, time + toStart);
    else outside.push(bar);
  }
  return { gaps: gaps.found, outside };
}

/** Finds what is missing between bars that come in time order, each with its session and its beginning. */
class GapFinder {
  readonly found: DataGap[] = [];
  readonly #symbol: string;
  readonly #table: SessionTable;
  /** 0 where single bars are not looked for. */
  readonly #barMs: number;
  #session: Session | null = null;
  #start: EpochMs = 0;

  constructor(symbol: string, table: SessionTable, barMs: number) {
    this.#symbol = symbol;
    this.#table = table;
    this.#barMs = barMs;
  }

  take(session: Session, start: EpochMs): void {
    const before = this.#session;
    if (before === session) this.#lack(session, this.#start + this.#barMs, start);
    else if (before !== null) {
      this.#lack(before, this.#start + this.#barMs, before.closeTime);
      this.#lackSessions(before.index + 1, session.index - 1);
      this.#lack(session, session.openTime, start);
    }
    this.#session = session;
    this.#start = start;
  }

  #lackSessions(first: number, last: number): void {
    if (last < first) return;
    const { sessions } = this.#table;
    const missing = last - first + 1;
    this.found.push({
      symbol: this.#symbol,
      kind: 'sessions',
      from: sessions[first].date,
      to: sessions[last].date,
      missing,
    });
  }

  /** Bars that a time without any would have held; those of sessions that follow each other are one gap. */
  #lack(session: Session, from: EpochMs, to: EpochMs): void {
    if (this.#barMs === 0 || to <= from) return;
    const atClose = to + this.#barMs >= session.closeTime;
    const missing = Math.floor((to - from) / this.#barMs + (atClose ? 1 - CUT_BAR : 0));
    if (missing === 0) return;
    const last = this.found.at(-1);
    const previous = this.#table.sessions[session.index - 1] ?? session;
    if (last?.kind === 'bars' && last.to >= previous.date) {
      this.found[this.found.length - 1] = { ...last, to: session.date, missing: last.missing + missing };
      return;
    }
    const { date } = session;
    this.found.push({ symbol: this.#symbol, kind: 'bars', from: date, to: date, missing });
  }
}
