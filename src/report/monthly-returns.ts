import type { EquityColumns } from '../model/run-record.ts';

/** The returns of one calendar year of UTC. */
export interface YearReturns {
  readonly year: number;
  /** Twelve of them, January first; null where the year has no mark in that month, or no equity above zero to start from. */
  readonly months: readonly (number | null)[];
  /** Over the marks of the year. */
  readonly total: number | null;
}

/**
 * Returns by calendar month (UTC): equity at the last mark of a month over equity at the last mark before the month, less
 * one. The first month counts from `initialEquity`, so that all months together make the total return. A month without
 * a mark has none, and the next month with marks has the return since the last one. Empty without marks.
 */
export function monthlyReturns({ time, equity }: EquityColumns, initialEquity: number): YearReturns[] {
  const years: { year: number; months: (number | null)[]; total: number | null }[] = [];
  let before = initialEquity;
  let yearBefore = initialEquity;
  for (let i = 0; i < time.length; i++) {
    const month = monthOf(time[i]!);
    const end = monthStart(month + 1);
    while (i + 1 < time.length && time[i + 1]! < end) i++;
    const year = Math.floor(month / 12);
    if (years.at(-1)?.year !== year) {
      yearBefore = before;
      years.push({ year, months: Array<number | null>(12).fill(null), total: null });
    }
    const row = years.at(-1)!;
    row.months[month % 12] = ratioOf(equity[i]!, before);
    row.total = ratioOf(equity[i]!, yearBefore);
    before = equity[i]!;
  }
  return years;
}

/** The number of a month: that of its year times twelve, and its place in it. */
export function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The first instant of a month by its number. */
export function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}

function ratioOf(after: number, before: number): number | null {
  return before > 0 ? after / before - 1 : null;
}
