import type { BarSeries } from '../model/bar-series.ts';

const DAY_MS = 86_400_000;
const DAYS_PER_YEAR = 365.25;
const TRADING_DAYS_PER_YEAR = 252;
const CALENDAR_DAYS_PER_YEAR = 365;

/** Spacings that are looked at per series: enough for a median. */
const SPACINGS_MAX = 4096;

/** A market that is open every day has two bars of seven at a weekend; a Sunday session of one that is not, far fewer. */
const WEEKEND_SHARE_MIN = 0.2;

/**
 * Periods per year by the spacing of the bars, for annualising. The median spacing over the series decides:
 *
 * - about a day: 365 where the weekends have bars, else 252;
 * - longer: 365.25 days by the spacing, rounded, which makes 52 of weeks, 12 of months, 4 of quarters;
 * - shorter: the median number of bars on a UTC day that has any, times 365 or 252 as above.
 *
 * 252 where no series has two bars.
 */
export function inferPeriodsPerYear(series: readonly BarSeries[]): number {
  const spacings = series.filter(({ time }) => time.length > 1).map(({ time }) => medianSpacing(time));
  if (spacings.length === 0) return TRADING_DAYS_PER_YEAR;
  const spacingDays = median(spacings) / DAY_MS;
  if (spacingDays > 3) return Math.max(1, Math.round(DAYS_PER_YEAR / spacingDays));
  const days = isOpenAtWeekends(series) ? CALENDAR_DAYS_PER_YEAR : TRADING_DAYS_PER_YEAR;
  if (spacingDays > 0.75) return days;
  return days * median(series.map(({ time }) => median(barsByDay(time))));
}

function medianSpacing(time: Float64Array): number {
  const count = Math.min(SPACINGS_MAX, time.length - 1);
  const stride = (time.length - 1) / count;
  const spacings = Array.from({ length: count }, (_, sample) => {
    const at = Math.floor(sample * stride);
    return time[at + 1] - time[at];
  });
  return median(spacings);
}

/** The lower median. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[(sorted.length - 1) >> 1];
}

/** The number of bars on each UTC day that has any. */
function barsByDay(time: Float64Array): number[] {
  const counts: number[] = [];
  let dayLast = Number.NaN;
  for (const instant of time) {
    const day = Math.floor(instant / DAY_MS);
    if (day !== dayLast) counts.push(0);
    counts[counts.length - 1]++;
    dayLast = day;
  }
  return counts;
}

function isOpenAtWeekends(series: readonly BarSeries[]): boolean {
  let bars = 0;
  let atWeekends = 0;
  for (const { time } of series) {
    bars += time.length;
    for (const instant of time) {
      const weekday = new Date(instant).getUTCDay();
      if (weekday === 0 || weekday === 6) atWeekends++;
    }
  }
  return atWeekends / bars >= WEEKEND_SHARE_MIN;
}
