import type { CalendarRules } from './calendar-rules.ts';
import { ALWAYS_OPEN, FX } from './continuous-markets.ts';
import { XETR } from './xetr.ts';
import { XLON } from './xlon.ts';
import { XNYS } from './xnys.ts';
import { XTKS } from './xtks.ts';

/** The calendars that Regimeta knows, by name: market identifier codes, `FX` and `24/7`. */
export const KNOWN_CALENDARS: ReadonlyMap<string, CalendarRules> = new Map(
  [XNYS, { ...XNYS, name: 'XNAS' }, XLON, XETR, XTKS, FX, ALWAYS_OPEN].map((rules) => [rules.name, rules]),
);
