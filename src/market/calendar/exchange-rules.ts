import { civilDate, type EpochDay, parseDay, WEEKDAYS, weekdayOf } from '../civil-date.ts';
import { type CalendarRules, minutesOf, type SessionHours } from './calendar-rules.ts';

/** Hours `HH:MM` that differ from the usual ones; what is left out is as usual. */
export interface SpecialHours {
  readonly open?: string;
  readonly close?: string;
}

/** The facts of an exchange that is open from Monday to Friday. Dates are `YYYY-MM-DD`, times local. */
export interface ExchangeFacts {
  readonly name: string;
  readonly zone: string;
  /** Its usual hours, each from a date on; the first of the dates is the first that is known. */
  readonly hours: readonly { readonly from: string; readonly open: string; readonly close: string }[];
  /** Days of a year on which it is closed; weekends among them do no harm. */
  readonly holidays: (year: number) => readonly EpochDay[];
  /** Further dates on which it was closed. */
  readonly closures: readonly string[];
  /** Days of a year on which it closes earlier, and when. */
  readonly earlyCloses: (year: number) => readonly (readonly [EpochDay, string])[];
  /** Further dates with special hours; they take the place of `earlyCloses`. */
  readonly special: Readonly<Record<string, SpecialHours>>;
}

/** The rules of an exchange from its facts. */
export function exchangeRules(facts: ExchangeFacts): CalendarRules {
  const eras = facts.hours.map(({ from, open, close }) => ({
    from: parseDay(from),
    open: minutesOf(open),
    close: minutesOf(close),
  }));
  const closures = new Set(facts.closures.map(parseDay));
  const special = new Map(Object.entries(facts.special).map(([date, hours]) => [parseDay(date), hours]));
  const holidays = byYear((year) => new Set(facts.holidays(year)));
  const earlyCloses = byYear((year) => new Map(facts.earlyCloses(year)));
  return {
    name: facts.name,
    zone: facts.zone,
    firstDay: eras[0].from,
    hoursOn(day): SessionHours | null {
      const weekday = weekdayOf(day);
      if (weekday === WEEKDAYS.sat || weekday === WEEKDAYS.sun) return null;
      const { year } = civilDate(day);
      if (holidays(year).has(day) || closures.has(day)) return null;
      const usual = eras.findLast(({ from }) => from <= day)!;
      const { open, close } = special.get(day) ?? { close: earlyCloses(year).get(day) };
      return {
        open: open === undefined ? usual.open : minutesOf(open),
        close: close === undefined ? usual.close : minutesOf(close),
        isHalfDay: open !== undefined || close !== undefined,
      };
    },
  };
}

/** A function of the year that is computed once for each. */
function byYear<Value>(compute: (year: number) => Value): (year: number) => Value {
  const known = new Map<number, Value>();
  return (year) => {
    const value = known.get(year) ?? compute(year);
    known.set(year, value);
    return value;
  };
}
