import { studentQuantile } from '../math/student-quantile.ts';
import type { ArmRecord, EquityColumns } from '../model/run-record.ts';
import { regimesOf } from './chart-data.ts';

/** Marks after a change that the paths cover. */
export const PATH_LENGTH = 60;

/** With fewer changes an interval would say little. */
const CHANGES_MIN = 5;

const LEVEL = 0.95;

/** The mean over changes of a path in event time, and a pointwise interval of it. Entry h is h marks after the confirmation. */
export interface MeanPath {
  readonly mean: Float64Array;
  /** Null with fewer than five changes. */
  readonly low: Float64Array | null;
  readonly high: Float64Array | null;
}

/** How long an arm took after changes until it stood where it had stood before. */
interface Recovery {
  /** Median marks until equity was at or above its highest value up to the confirmation; null where half never were. */
  readonly median: number | null;
  /** How many changes were made up for within the length of the paths, of how many. */
  readonly recovered: number;
  readonly changes: number;
}

/** What an arm earned after the confirmed changes. */
export interface ChangePath {
  /** Of the return since the confirmation. */
  readonly path: MeanPath;
  /** Of the subject's return less that of this arm, change by change; null for the subject. */
  readonly lead: MeanPath | null;
  readonly recovery: Recovery;
}

/** The paths of all arms, each over the same changes. */
export interface ChangePaths {
  /** Confirmed changes with marks enough after them in every arm, and those that have too few. */
  readonly changes: number;
  readonly cut: number;
  /** In the order of the arms. */
  readonly arms: readonly ChangePath[];
}

/**
 * Mean paths in event time after the changes that the report shows, from the mark of each confirmation, when equity was
 * last marked before anything could act on the change. Event time counts marks, or trading days where the marks are
 * thinned. The interval is that of Student for independent changes: paths of changes that follow within sixty marks
 * overlap, which it does not know of. Null without a change that has marks enough after it.
 */
export function changePaths(arms: readonly ArmRecord[], subject: ArmRecord): ChangePaths | null {
  const changes = (regimesOf(arms)?.regimes ?? []).map((row) => row.time);
  const curves = arms.map(eventCurve);
  const starts = changes.map((time) => curves.map((curve) => markAt(curve.time, time)));
  const whole = starts.filter((each) =>
    each.every((at, k) => at >= 0 && at + PATH_LENGTH < curves[k]!.time.length && curves[k]!.equity[at]! > 0),
  );
  if (whole.length === 0) return null;
  const paths = curves.map((curve, k) => whole.map((each) => pathFrom(curve.equity, each[k]!)));
  const own = paths[arms.indexOf(subject)]!;
  return {
    changes: whole.length,
    cut: changes.length - whole.length,
    arms: arms.map((arm, k) => ({
      path: meanPath(paths[k]!),
      lead:
        arm === subject
          ? null
          : meanPath(paths[k]!.map((path, c) => own[c]!.map((value, h) => value - path[h]!))),
      recovery: recoveryOf(
        curves[k]!.equity,
        starts.map((each) => each[k]!).filter((at) => at >= 0),
      ),
    })),
  };
}

type Curve = Pick<EquityColumns, 'time' | 'equity'>;

const DAY_MS = 86_400_000;

/** All marks, or the last of each UTC day where some of the marks are left out. */
function eventCurve({ equity: { time, equity }, marks }: ArmRecord): Curve {
  if (marks === time.length) return { time, equity };
  const last = (_: number, i: number): boolean =>
    i + 1 === time.length || Math.floor(time[i + 1]! / DAY_MS) > Math.floor(time[i]! / DAY_MS);
  return { time: time.filter(last), equity: equity.filter(last) };
}

/** The number of the last mark at or before a time; −1 where there is none. */
export function markAt(time: Float64Array, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function pathFrom(equity: Float64Array, at: number): Float64Array {
  return equity.subarray(at, at + PATH_LENGTH + 1).map((value) => value / equity[at]! - 1);
}

function meanPath(paths: readonly Float64Array[]): MeanPath {
  const count = paths.length;
  const mean = new Float64Array(PATH_LENGTH + 1);
  const half = new Float64Array(PATH_LENGTH + 1);
  const quantile = count < CHANGES_MIN ? Number.NaN : studentQuantile((1 + LEVEL) / 2, count - 1);
  for (let h = 0; h <= PATH_LENGTH; h++) {
    let sum = 0;
    for (const path of paths) sum += path[h]!;
    mean[h] = sum / count;
    let squares = 0;
    for (const path of paths) squares += (path[h]! - mean[h]!) * (path[h]! - mean[h]!);
    half[h] = quantile * Math.sqrt(squares / (count - 1) / count);
  }
  if (count < CHANGES_MIN) return { mean, low: null, high: null };
  return {
    mean,
    low: mean.map((value, h) => value - half[h]!),
    high: mean.map((value, h) => value + half[h]!),
  };
}

function recoveryOf(equity: Float64Array, starts: readonly number[]): Recovery {
  const waits: number[] = [];
  let peak = Number.NEGATIVE_INFINITY;
  let next = 0;
  for (let i = 0; i < equity.length && next < starts.length; i++) {
    peak = Math.max(peak, equity[i]!);
    for (; next < starts.length && starts[next] === i; next++) waits.push(marksUntil(equity, i, peak));
  }
  waits.sort((a, b) => a - b);
  const middle = waits.length >> 1;
  const median = waits.length % 2 === 1 ? waits[middle]! : (waits[middle - 1]! + waits[middle]!) / 2;
  return {
    median: Number.isFinite(median) ? median : null,
    recovered: waits.filter((wait) => wait <= PATH_LENGTH).length,
    changes: waits.length,
  };
}

/** Marks from `from` until equity is at `level` or above; infinite where it never is. */
function marksUntil(equity: Float64Array, from: number, level: number): number {
  for (let i = from; i < equity.length; i++) if (equity[i]! >= level) return i - from;
  return Number.POSITIVE_INFINITY;
}
