import type { MarketData } from '../market/data-folder.ts';
import type { SessionClock } from '../model/session.ts';
import { UtcDays } from '../strategy/timeframes/utc-days.ts';

/** The sessions of the symbol at a place of the data: those of its calendar, else days of UTC. Daily bars bear the dates of theirs. */
export function sessionClockOf(
  data: Pick<MarketData, 'instruments' | 'calendars' | 'timings'>,
  place: number,
): SessionClock {
  const { calendar } = data.instruments[place]!;
  const table = calendar === null ? undefined : data.calendars.get(calendar)?.sessions;
  if (table === undefined) return new UtcDays();
  return data.timings[place]!.isDaily ? table.dateClock() : table.instantClock('start');
}
