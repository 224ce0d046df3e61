import { RegimetaError } from '../model/regimeta-error.ts';
import { type SessionClock, UTC_DAYS } from '../model/session.ts';
import type { EpochMs } from '../model/time.ts';
import type { SessionTimer, TimerDeclaration } from '../strategy/definition.ts';

const PERIODS: readonly string[] = ['day', 'week', 'month'];
const MOMENTS: readonly string[] = ['session-open', 'session-close'];
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A week has so many minutes; no session is further away from its own open. */
const OFFSET_MINUTES_MAX = 10_080;
/** 1970-01-01 was a Thursday; shifted by three days, whole weeks begin on Mondays. */
const THURSDAY_OFFSET_DAYS = 3;

/** How the sessions of a run are seen by timers. */
export interface TimerSessions {
  /** Null where the symbols of the run do not keep one calendar. */
  readonly clock: SessionClock | null;
  /** Whether each slice stands for a session, in which all its moments lie. */
  readonly isDaily: boolean;
  /** What leads from the time of a slice to the moment at which its shortest bar is known. */
  readonly toKnownMs: number;
}

/** The number of the calendar period that holds a date; only its changes matter. */
function periodOf(every: 'day' | 'week' | 'month', date: EpochMs): number {
  const day = Math.floor(date / DAY_MS);
  if (every === 'day') return day;
  if (every === 'week') return Math.floor((day + THURSDAY_OFFSET_DAYS) / 7);
  const parts = new Date(date);
  return parts.getUTCFullYear() * 12 + parts.getUTCMonth();
}

/** Named timers of a strategy. Each is due in the first slice that fires them, and then by its rule. */
export class Timers {
  readonly #entries: readonly { name: string; rule: TimerDeclaration }[];
  readonly #sessions: TimerSessions | null;
  readonly #due = new Map<string, boolean>();
  readonly #periods = new Map<string, number>();
  #slices = 0;

  /**
   * `sessions` is null for days of UTC. Throws E_PLUGIN_SHAPE for a rule that could never be due, as rules come from
   * plugins, and E_DATA_CALENDAR for one that asks for sessions where there are none.
   */
  constructor(rules: Readonly<Record<string, TimerDeclaration>>, sessions: TimerSessions | null = null) {
    this.#sessions = sessions;
    this.#entries = Object.entries(rules).map(([name, rule]) => ({ name, rule: soundRule(name, rule) }));
    const bound = this.#entries.find(({ rule }) => 'at' in rule);
    if (bound !== undefined && !sessions?.clock) throw withoutSessions(bound.name);
  }

  /** Whether there are none, so that nothing is to be fired. */
  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Sets which timers are due at this slice. */
  fire(time: EpochMs): void {
    const days = this.#sessions?.clock ?? UTC_DAYS;
    for (const { name, rule } of this.#entries) {
      if ('everyBars' in rule) this.#due.set(name, this.#slices % rule.everyBars === 0);
      else if ('at' in rule) this.#due.set(name, this.#isAtMoment(name, rule, time));
      else {
        const period = periodOf(rule.every, days.dateOf(time));
        this.#due.set(name, this.#periods.get(name) !== period);
        this.#periods.set(name, period);
      }
    }
    this.#slices++;
  }

  /** Whether the slice is the first of its session that is known at the moment of the timer or later. */
  #isAtMoment(name: string, { at, offsetMinutes = 0 }: SessionTimer, time: EpochMs): boolean {
    const { clock, isDaily, toKnownMs } = this.#sessions!;
    const { index, openTime, closeTime } = clock!.sessionOf(time);
    if (this.#periods.get(name) === index) return false;
    const moment = (at === 'session-open' ? openTime : closeTime) + offsetMinutes * MINUTE_MS;
    if (!isDaily && time + toKnownMs < moment) return false;
    this.#periods.set(name, index);
    return true;
  }

  /** Whether the timer is due at the present slice. Throws E_PLUGIN_SHAPE for a name that no rule has. */
  isDue(name: string): boolean {
    const due = this.#due.get(name);
    if (due !== undefined) return due;
    const names = this.#entries.map((entry) => entry.name);
    throw new RegimetaError('E_PLUGIN_SHAPE', {
      place: 'isDue',
      rule: names.length > 0 ? `the timers are ${names.join(', ')}` : 'the strategy declares no timers',
      found: name,
      repair: 'Declare it in timers, or correct its name',
    });
  }
}

function soundRule(name: string, rule: TimerDeclaration): TimerDeclaration {
  if (isSound((rule ?? {}) as Partial<Record<string, unknown>>)) return rule;
  throw new RegimetaError('E_PLUGIN_SHAPE', {
    place: `timer ${name}`,
    rule:
      'a timer is due every so many bars, in whole bars from 1 on, every day, week or month, or at session-open or ' +
      `session-close, up to ${OFFSET_MINUTES_MAX} minutes before or after it`,
    found: JSON.stringify(rule),
  });
}

function isSound({ everyBars, every, at, offsetMinutes = 0 }: Partial<Record<string, unknown>>): boolean {
  if (at !== undefined)
    return MOMENTS.includes(at as string) && Math.abs(offsetMinutes as number) <= OFFSET_MINUTES_MAX;
  if (every !== undefined) return PERIODS.includes(every as string);
  return Number.isInteger(everyBars) && (everyBars as number) >= 1;
}

function withoutSessions(name: string): RegimetaError {
  return new RegimetaError('E_DATA_CALENDAR', {
    place: `timer ${name}`,
    rule: 'a timer at the open or the close of sessions needs symbols that keep one trading calendar',
    found: 'none, or several',
    repair: 'Name the calendar in the manifest of the data, or use a timer by bars or days',
  });
}
