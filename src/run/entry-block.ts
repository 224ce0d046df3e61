import type { Clock } from '../engine/clock.ts';
import type { EntryBlock } from '../risk/leverage-gate.ts';
import { Staleness } from '../risk/staleness.ts';
import type { RunSessions } from './run-sessions.ts';
import type { RunSettings } from './run-settings.ts';

/** What can keep new exposure out of a symbol for a time. */
export interface EntryBlockSources {
  readonly settings: RunSettings;
  readonly staleness: Staleness | null;
  readonly sessions: RunSessions | null;
  readonly clock: Clock;
}

/** Null where the age of data bounds nothing. */
export function stalenessOf(settings: RunSettings, symbolCount: number): Staleness | null {
  const { staleBars, staleMs } = settings;
  return staleBars === undefined && staleMs === undefined ? null : new Staleness(settings, symbolCount);
}

/** Says why a symbol takes no new exposure at the present slice; null where the settings ask for no such thing. */
export function entryBlockOf({
  settings,
  staleness,
  sessions,
  clock,
}: EntryBlockSources): ((symbolIndex: number) => EntryBlock | null) | null {
  const intraday = settings.offHours === 'refuse' ? (sessions?.intraday ?? null) : null;
  if (staleness === null && intraday === null) return null;
  return (symbolIndex) => {
    if (staleness?.isStale(symbolIndex)) return 'stale-data';
    return intraday?.[symbolIndex]?.isOpen(clock.time) === false ? 'off-hours' : null;
  };
}
