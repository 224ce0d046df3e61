import type { ArmRecord } from '../model/run-record.ts';
import { type ArmMarker, subjectOf } from './arm-marker.ts';
import { exposureOf } from './exposure.ts';
import { monthStart } from './monthly-returns.ts';
import { monthlyTurnover, monthsOf } from './monthly-turnover.ts';
import { alignSeries } from './shared-time-axis.ts';
import { thinnedIndexes } from './thinned-indexes.ts';

/** Marks times arms that the page holds at most: each is some 30 bytes of JSON. */
const CELLS_MAX = 80_000;

/** One arm as the browser draws it. Null where the arm has no mark. */
interface ChartArm extends ArmMarker {
  readonly name: string;
  /** Eight significant digits, and all before the point. */
  readonly equity: readonly (number | null)[];
  /** Fraction below the highest equity so far, to a millionth; zero or negative. Null where the page has all marks, from which the browser computes it. */
  readonly drawdown: readonly (number | null)[] | null;
  /** Sum of the absolute position values over equity, and of the signed ones, to three decimals; null with equity not above zero. */
  readonly gross: readonly (number | null)[];
  /** Null where the arm never held a short position. */
  readonly net: readonly (number | null)[] | null;
  /** Of each of the months: half of the money traded over the mean equity, to four decimals. Null where the run kept no fills. */
  readonly turnover: readonly (number | null)[] | null;
  /** Times of the adaptations that happened, and of those that were skipped. */
  readonly adapted: readonly number[];
  readonly skipped: readonly number[];
}

/** All that the charts of the page draw. Times are epoch milliseconds. */
export interface ChartData {
  readonly time: readonly number[];
  readonly arms: readonly ChartArm[];
  /** First instants of the months of the marks, UTC. */
  readonly months: readonly number[];
  /** Confirmed changes as pairs of the time of confirmation and the number of the regime that began. */
  readonly changes: readonly (readonly [number, number])[];
  readonly regimeFirst: number;
  /** Marks before thinning. */
  readonly marks: number;
}

/** The data of the charts, thinned where there are more marks than a page can hold. */
export function chartData(arms: readonly ArmRecord[], markers: readonly ArmMarker[]): ChartData {
  const equity = alignSeries(arms.map((arm) => ({ time: arm.equity.time, values: arm.equity.equity })));
  const drawdowns = equity.values.map(drawdownOf);
  const indexes = indexesToDraw(equity.time.length, [...equity.values, ...drawdowns]);
  const exposures = arms.map((arm) => exposureOf(arm, equity.time));
  const months = monthsOf(equity.time);
  const isWhole =
    indexes.length === equity.time.length && arms.every((arm) => arm.marks === arm.equity.time.length);
  const regimes = regimesOf(arms)?.regimes ?? [];
  return {
    time: Array.from(indexes, (index) => equity.time[index]!),
    arms: arms.map((arm, i) => ({
      ...(markers[i] ?? { slot: '1', dash: [], width: 1 }),
      name: arm.name,
      equity: pick(equity.values[i]!, indexes, equityDigits),
      drawdown: isWhole ? null : pick(drawdowns[i]!, indexes, (value) => Math.round(value * 1e6) / 1e6),
      gross: pick(exposures[i]!.gross, indexes, threeDecimals),
      net: exposures[i]!.isShort ? pick(exposures[i]!.net, indexes, threeDecimals) : null,
      turnover: monthlyTurnover(arm, months)?.map((value) => value && fourDecimals(value)) ?? null,
      adapted: adaptationTimes(arm, 'adapted'),
      skipped: adaptationTimes(arm, 'skipped'),
    })),
    months: months.map(monthStart),
    changes: regimes.map((row) => [row.time, row.regimeTo] as const),
    regimeFirst: regimes[0]?.regimeFrom ?? 0,
    marks: Math.max(equity.time.length, ...arms.map((arm) => arm.marks)),
  };
}

/** The arm whose confirmed changes the report shows: the subject, else the first arm that has any, else null. */
export function regimesOf(arms: readonly ArmRecord[]): ArmRecord | null {
  const subject = subjectOf(arms);
  if (subject !== null && subject.regimes.length > 0) return subject;
  return arms.find((arm) => arm.regimes.length > 0) ?? null;
}

/** Equity below its highest value so far, as a fraction: zero or negative. NaN before any equity above zero. */
function drawdownOf(equity: Float64Array): Float64Array {
  const drawdown = new Float64Array(equity.length);
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value > peak) peak = value;
    drawdown[i] = peak > 0 ? value / peak - 1 : Number.NaN;
  }
  return drawdown;
}

function equityDigits(value: number): number {
  return Math.abs(value) >= 1e8 ? Math.round(value) : Number(value.toPrecision(8));
}

function threeDecimals(value: number): number {
  return Math.round(value * 1e3) / 1e3;
}

function fourDecimals(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function indexesToDraw(length: number, series: readonly Float64Array[]): Uint32Array {
  const rowsMax = Math.floor(CELLS_MAX / Math.max(1, series.length / 2));
  if (length <= rowsMax) return Uint32Array.from({ length }, (_, index) => index);
  const buckets = Math.max(1, Math.floor((rowsMax - 2) / (2 * series.length)));
  return thinnedIndexes(series, length, buckets);
}

function pick(
  values: Float64Array,
  indexes: Uint32Array,
  rounded: (value: number) => number,
): (number | null)[] {
  return Array.from(indexes, (index) => {
    const value = values[index]!;
    return Number.isFinite(value) ? rounded(value) : null;
  });
}

function adaptationTimes(arm: ArmRecord, status: 'adapted' | 'skipped'): number[] {
  return arm.adaptations.filter((row) => row.status === status).map((row) => row.time);
}
