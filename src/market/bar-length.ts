import type { EpochMs } from '../model/time.ts';
import { DAY_MS } from './civil-date.ts';
import type { TimeColumn } from './time-column.ts';

/** So many bars tell the length of all; the later ones could only tell it with hindsight. */
const BARS_READ_MAX = 1000;

/** How long the bars of a series are. */
export interface BarLength {
  /** Whether each bar bears midnight UTC, and so stands for the session of a date. */
  readonly isDaily: boolean;
  /** The most frequent time from one bar to the next, the shortest of several; 0 where there are less than two bars. */
  readonly barMs: EpochMs;
}

/** The length of bars by the first thousand of their times. */
export function barLength(time: TimeColumn): BarLength {
  const count = Math.min(time.length, BARS_READ_MAX);
  const counts = new Map<number, number>();
  let isDaily = count > 0;
  for (let bar = 0; bar < count; bar++) {
    const at = time.at(bar)!;
    if (at % DAY_MS !== 0) isDaily = false;
    if (bar > 0) counts.set(at - time.at(bar - 1)!, (counts.get(at - time.at(bar - 1)!) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, timesA], [b, timesB]) => timesB - timesA || a - b);
  return { isDaily, barMs: most?.[0] ?? 0 };
}
