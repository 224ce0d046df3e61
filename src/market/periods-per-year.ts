import { eachTime, type TimeColumn } from './time-column.ts';

const DAY_MS = 86_400_000;
const DAYS_PER_YEAR = 365.25;
const TRADING_DAYS_PER_YEAR = 252;
const CALENDAR_DAYS_PER_YEAR = 365;

/** Spacings that are looked at per series: enough for a median. */
const SPACINGS_MAX = 4096;

/** A market that is open every day has two bars of seven at a weekend; a Sunday session of one that is not, far fewer. */
const WEEKEND_SHARE_MIN = 0.2;

/**
 * Returns in a year, for annualising. Metrics are taken from one return a day at the most, so what counts is how many
 * days of a year have bars. The median spacing over the series decides:
 *
 * - a day or less: 365 where the weekends have bars, else 252;
 * - longer: 365.25 days by the spacing, rounded, which makes 52 of weeks, 12 of months, 4 of quarters.
 *
 * 252 where no series has two bars.
 */
export function inferPeriodsPerYear(series: readonly { readonly time: TimeColumn }[]): number {
  const spacings = series.filter(({ time }) => time.length > 1).map(({ time }) => medianSpacing(time));
  if (spacings.length === 0) return TRADING_DAYS_PER_YEAR;
  const spacingDays = median(spacings) / DAY_MS;
  if (spacingDays > 3) return Math.max(1, Math.round(DAYS_PER_YEAR / spacingDays));
  return isOpenAtWeekends(series) ? CALENDAR_DAYS_PER_YEAR : TRADING_DAYS_PER_YEAR;
}

/** The lower median of the distances between neighbouring bars, of a sample of them where there are many; at least two bars. */
export function medianSpacing(time: TimeColumn): number {
  const count = Math.min(SPACINGS_MAX, time.length - 1);
  const stride = (time.length - 1) / count;
  const spacings = Array.from({ length: count }, (_, sample) => {
    const at = Math.floor(sample * stride);
    return time.at(at + 1)! - time.at(at)!;
  });
  return median(spacings);
}

/** The lower median. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[(sorted.length - 1) >> 1];
}

function isOpenAtWeekends(series: readonly { readonly time: TimeColumn }[]): boolean {
  let bars = 0;
  let atWeekends = 0;
  for (const { time } of series) {
    bars += time.length;
    eachTime(time, (at) => {
      // 1970-01-01 was a Thursday, so that day 2 after it was the first Saturday and day 3 the first Sunday.
      const dayOfWeek = Math.floor(at / DAY_MS) % 7;
      if (dayOfWeek === 2 || dayOfWeek === 3 || dayOfWeek === -5 || dayOfWeek === -4) atWeekends++;
    });
  }
  return atWeekends / bars >= WEEKEND_SHARE_MIN;
}
