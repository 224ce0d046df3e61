import type { ArmRecord, EquityColumns, RegimeRow } from '../model/run-record.ts';
import type { EpochMs } from '../model/time.ts';
import { markAt } from './change-paths.ts';
import { regimesOf } from './chart-data.ts';

/** The stretch between two confirmed changes. What was decided on a change can only earn from its confirmation on. */
export interface RegimeSegment {
  readonly regime: number;
  /** The mark that the returns start from: the first one, or the one at which the change was confirmed. */
  readonly from: EpochMs;
  /** The last mark of the segment, at which the next change was confirmed. */
  readonly to: EpochMs;
  /** Returns within the segment, counted on the subject's marks; null where the report has not all of them. */
  readonly periods: number | null;
  /** The confirmed change that opened the segment; null for the first. */
  readonly change: RegimeRow | null;
  /** Equity at the end over equity at the start, less one, for each arm; null without a mark in it or with equity not above zero. */
  readonly returns: readonly (number | null)[];
  /** Sample standard deviation of the subject's simple returns × √(periods a year); null with fewer than two returns, or where marks are missing. */
  readonly volatility: number | null;
}

/**
 * The segments of the test period, from the marks of `subject` and the confirmed changes of the arm that the report
 * takes them from. A change at or before the first mark names the first segment and opens none.
 * Empty where the subject has no marks.
 */
export function regimeSegments(
  arms: readonly ArmRecord[],
  subject: ArmRecord,
  periodsPerYear: number,
): readonly RegimeSegment[] {
  const time = subject.equity.time;
  const isWhole = subject.marks === time.length;
  const first = time[0];
  const last = time.at(-1);
  if (first === undefined || last === undefined) return [];
  const changes = (regimesOf(arms)?.regimes ?? []).filter((row) => row.time <= last);
  const before = changes.filter((row) => row.time <= first);
  const within = changes.slice(before.length);
  const regime = before.at(-1)?.regimeTo ?? within[0]?.regimeFrom ?? 0;
  const starts = [first, ...within.map((row) => row.time)];
  return starts.map((from, i) => {
    const to = starts[i + 1] ?? last;
    const change = i === 0 ? null : within[i - 1]!;
    const start = markAt(time, from);
    const end = markAt(time, to);
    return {
      regime: change?.regimeTo ?? regime,
      from,
      to,
      periods: isWhole ? end - start : null,
      change,
      returns: arms.map((arm) => returnBetween(arm.equity, from, to)),
      volatility: !isWhole ? null : volatilityBetween(subject.equity.equity, { start, end }, periodsPerYear),
    };
  });
}

function returnBetween(columns: EquityColumns, from: EpochMs, to: EpochMs): number | null {
  const start = markAt(columns.time, from);
  const end = markAt(columns.time, to);
  // An arm that ended before the segment, or that begins after it, earned nothing that could be told.
  if (start < 0 || end <= start || !(columns.equity[start]! > 0)) return null;
  return columns.equity[end]! / columns.equity[start]! - 1;
}

function volatilityBetween(
  equity: Float64Array,
  marks: { readonly start: number; readonly end: number },
  periodsPerYear: number,
): number | null {
  const count = marks.end - marks.start;
  if (count < 2) return null;
  let sum = 0;
  for (let i = marks.start + 1; i <= marks.end; i++) {
    if (!(equity[i - 1]! > 0)) return null;
    sum += equity[i]! / equity[i - 1]! - 1;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = marks.start + 1; i <= marks.end; i++) {
    const deviation = equity[i]! / equity[i - 1]! - 1 - mean;
    squares += deviation * deviation;
  }
  return Math.sqrt((squares / (count - 1)) * periodsPerYear);
}
