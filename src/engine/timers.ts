import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import type { TimerDeclaration } from '../strategy/definition.ts';

const PERIODS: readonly string[] = ['day', 'week', 'month'];
const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday; shifted by three days, whole weeks begin on Mondays. */
const THURSDAY_OFFSET_DAYS = 3;

/** The number of the calendar period that holds a time; only its changes matter. */
function periodOf(every: 'day' | 'week' | 'month', time: EpochMs): number {
  const day = Math.floor(time / DAY_MS);
  if (every === 'day') return day;
  if (every === 'week') return Math.floor((day + THURSDAY_OFFSET_DAYS) / 7);
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Named timers of a strategy. Each is due in the first slice that fires them, and then by its rule. */
export class Timers {
  readonly #entries: readonly { name: string; rule: TimerDeclaration }[];
  readonly #due = new Map<string, boolean>();
  readonly #periods = new Map<string, number>();
  #slices = 0;

  /** Throws E_PLUGIN_SHAPE for a rule that could never be due: rules come from plugins. */
  constructor(rules: Readonly<Record<string, TimerDeclaration>>) {
    this.#entries = Object.entries(rules).map(([name, rule]) => ({ name, rule: soundRule(name, rule) }));
  }

  /** Whether there are none, so that nothing is to be fired. */
  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Sets which timers are due at this slice. */
  fire(time: EpochMs): void {
    for (const { name, rule } of this.#entries) {
      if ('everyBars' in rule) this.#due.set(name, this.#slices % rule.everyBars === 0);
      else {
        const period = periodOf(rule.every, time);
        this.#due.set(name, this.#periods.get(name) !== period);
        this.#periods.set(name, period);
      }
    }
    this.#slices++;
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
  const { everyBars, every } = (rule ?? {}) as { everyBars?: number; every?: string };
  const isSound =
    every === undefined ? Number.isInteger(everyBars) && everyBars! >= 1 : PERIODS.includes(every);
  if (isSound) return rule;
  throw new RegimetaError('E_PLUGIN_SHAPE', {
    place: `timer ${name}`,
    rule: 'a timer is due every so many bars, in whole bars from 1 on, or every day, week or month',
    found: JSON.stringify(rule),
  });
}
