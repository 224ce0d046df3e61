import type { BarKind } from '../model/bar-series.ts';
import { type BarTiming, MOMENTARY } from '../model/bar-timing.ts';
import type { BarStamp } from '../model/instrument.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { timeframeRule } from '../model/timeframe.ts';
import { medianSpacing } from './periods-per-year.ts';
import { eachTime, type TimeColumn } from './time-column.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Bars at least this far apart are those of days or more; a day may have 23 hours. */
const DAILY_FROM_MS = 20 * HOUR_MS;
/** Bars at most this far apart are those of hours or less. */
const INTRADAY_TO_MS = 12 * HOUR_MS;
/** Fewer bars than this do not tell how far apart bars are. */
const BARS_TOLD_MIN = 20;

/** What a manifest says of the times of a symbol's bars. */
interface StatedTiming {
  /** Their length. */
  readonly timeframe?: string | undefined;
  /** Which of their instants their time is. */
  readonly barTime: BarStamp;
}

/** The bars of a symbol, as far as their times are concerned. */
export interface TimedBars {
  readonly symbol: string;
  readonly kind?: BarKind;
  readonly time: TimeColumn;
  readonly stated: StatedTiming;
}

/** The timing of each symbol, and by how much its times have to be moved on so that all can be played together. */
export interface PlayedTiming {
  readonly timing: BarTiming;
  readonly shiftMs: number;
}

/**
 * What the times of all bars of a run mean. Bars whose length nobody states are as long as the smallest distance between two
 * bars of such files. Bars of different lengths can be played together where each is known at its time; those that bear the
 * time of their beginning, and whose length is stated, are moved to their end for it.
 *
 * @throws RegimetaError E_DATA_TIMEFRAME where a bar would be seen before its end.
 */
export function timingsOf(series: readonly TimedBars[]): PlayedTiming[] {
  const inferred = smallestSpacing(series.filter((bars) => lengthStated(bars) === null));
  const timings = series.map((bars) => timingOf(bars, inferred));
  const isAlike = timings.every((timing) => timing.untilKnownMs === timings[0].untilKnownMs);
  if (isAlike) {
    requireOneSpacing(series);
    return timings.map((timing) => ({ timing, shiftMs: 0 }));
  }
  return timings.map((timing, index) => {
    const { untilKnownMs } = timing;
    if (untilKnownMs > 0 && lengthStated(series[index]) === null) throw seenTooSoon(series[index].symbol);
    // A daily bar comes with the last millisecond of its date, which is still a time of that date.
    const shiftMs = timing.isDaily && untilKnownMs > 0 ? untilKnownMs - 1 : untilKnownMs;
    const moved = { ...timing, sinceBeginMs: timing.sinceBeginMs + shiftMs, untilKnownMs: 0 };
    return { timing: moved, shiftMs };
  });
}

function timingOf(bars: TimedBars, inferredMs: number): BarTiming {
  const lengthMs = lengthStated(bars) ?? inferredMs;
  if (lengthMs === 0) return MOMENTARY;
  const isDaily = lengthMs >= DAILY_FROM_MS;
  return bars.stated.barTime === 'end'
    ? { sinceBeginMs: lengthMs, untilKnownMs: 0, isDaily }
    : { sinceBeginMs: 0, untilKnownMs: lengthMs, isDaily };
}

/** Zero for quotes and trades; null where nobody says. */
function lengthStated({ kind, stated }: TimedBars): number | null {
  if (kind === 'quotes' || kind === 'trades') return 0;
  const rule = stated.timeframe === undefined ? null : timeframeRule(stated.timeframe);
  if (rule === null) return null;
  return rule.kind === 'clock' ? rule.lengthMs : DAY_MS;
}

/** At most a day; zero where no series has two bars. */
function smallestSpacing(series: readonly TimedBars[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const { time } of series) {
    let before = Number.NEGATIVE_INFINITY;
    eachTime(time, (at) => {
      if (at - before < smallest) smallest = at - before;
      before = at;
    });
  }
  if (smallest === Number.POSITIVE_INFINITY) return 0;
  return smallest >= DAILY_FROM_MS ? DAY_MS : smallest;
}

/** Throws where some bars are plainly those of days and others those of hours, though nobody says so. */
function requireOneSpacing(series: readonly TimedBars[]): void {
  const unstated = series.filter(
    (bars) =>
      lengthStated(bars) === null && bars.stated.barTime !== 'end' && bars.time.length >= BARS_TOLD_MIN,
  );
  const spacings = unstated.map(({ time }) => medianSpacing(time));
  if (!spacings.some((spacing) => spacing <= INTRADAY_TO_MS)) return;
  const daily = spacings.findIndex((spacing) => spacing >= DAILY_FROM_MS);
  if (daily >= 0) throw seenTooSoon(unstated[daily].symbol);
}

function seenTooSoon(symbol: string): RegimetaError {
  return new RegimetaError('E_DATA_TIMEFRAME', {
    place: symbol,
    rule: 'bars that bear the time of their beginning are not played with shorter ones or with events: they would be seen before their end',
    found: 'bars of several lengths, and of this one nobody says how long its bars are',
    repair: 'State the timeframe of each symbol in the manifest, or that its barTime is the end',
  });
}
