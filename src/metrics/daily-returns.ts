import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';

/** The returns of an arm, one for each day with a mark, in time order. */
export interface DailyReturns {
  /** Midnight UTC of each day. */
  readonly day: Float64Array;
  /** Simple return of the day as a fraction. Always finite. */
  readonly value: Float64Array;
  /** Whether equity was zero or below at any mark: ratios of such returns are undefined. */
  readonly ruined: boolean;
}

const DAY_MS = 86_400_000;

/**
 * Simple daily returns: equity at the last mark of a UTC day over equity at the last mark of the day before it,
 * minus one. The first day counts from `initialEquity`. A day without a position is a return of zero and stays in; a day
 * without a mark (a weekend, a holiday) is no return at all. Once a day has closed at zero or below, every later
 * return is zero, since the account is closed.
 *
 * Throws E_INVARIANT unless `initialEquity` is above zero.
 */
export function dailyReturns(
  equity: { readonly time: Float64Array; readonly equity: Float64Array },
  initialEquity: number,
): DailyReturns {
  requirePositive(initialEquity);
  const closes = lastMarkOfDays(equity.time);
  const day = new Float64Array(closes.length);
  const value = new Float64Array(closes.length);
  let before = initialEquity;
  for (const [i, mark] of closes.entries()) {
    const after = equity.equity[mark]!;
    day[i] = dayOf(equity.time[mark]!);
    value[i] = before > 0 ? after / before - 1 : 0;
    before = after;
  }
  return { day, value, ruined: isRuined(equity.equity) };
}

/** Whether equity was zero or below at any mark. */
export function isRuined(equity: Float64Array): boolean {
  return equity.some((value) => value <= 0);
}

/** Throws E_INVARIANT unless the starting capital is a number above zero. */
export function requirePositive(initialEquity: number): void {
  if (initialEquity > 0 && Number.isFinite(initialEquity)) return;
  throw new RegimetaError('E_INVARIANT', {
    rule: 'initial equity is above zero',
    found: String(initialEquity),
  });
}

function dayOf(time: EpochMs): EpochMs {
  return Math.floor(time / DAY_MS) * DAY_MS;
}

function lastMarkOfDays(time: Float64Array): number[] {
  const marks: number[] = [];
  for (let i = 0; i < time.length; i++) {
    const last = i + 1 === time.length || dayOf(time[i + 1]!) !== dayOf(time[i]!);
    if (last) marks.push(i);
  }
  return marks;
}
