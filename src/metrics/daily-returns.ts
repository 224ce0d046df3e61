import type { EquityFigures } from './equity-tally.ts';

/** The returns of an arm, one for each day with a mark, in time order. */
export interface DailyReturns {
  /** Midnight UTC of the date of each day. */
  readonly day: Float64Array;
  /** Simple return of the day as a fraction. Always finite. */
  readonly value: Float64Array;
  /** Whether equity was zero or below at any mark: ratios of such returns are undefined. */
  readonly ruined: boolean;
}

/** The equity of an arm at the close of each of its days. */
export type DayCloses = Pick<EquityFigures, 'initialEquity' | 'days' | 'closes' | 'isRuined'>;

/**
 * Simple daily returns: equity at the last mark of a trading day (of UTC without a calendar) over equity at the last mark of the day before it,
 * minus one. The first day counts from the initial equity. A day without a position is a return of zero and stays in; a day
 * without a mark (a weekend, a holiday) is no return at all. Once a day has closed at zero or below, every later
 * return is zero, since the account is closed.
 */
export function dailyReturns({ initialEquity, days, closes, isRuined }: DayCloses): DailyReturns {
  const value = new Float64Array(closes.length);
  let before = initialEquity;
  for (let i = 0; i < closes.length; i++) {
    const after = closes[i]!;
    value[i] = before > 0 ? after / before - 1 : 0;
    before = after;
  }
  return { day: days.slice(), value, ruined: isRuined };
}
