import type { AdaptationRow, ArmRecord, PriceSample, RunReport, TripRow } from '../model/run-record.ts';
import { type ArmMarker, subjectOf } from './arm-marker.ts';
import { unionOf } from './shared-time-axis.ts';
import { thinnedIndexes } from './thinned-indexes.ts';

/** Closes that the page holds at most, and round trips. */
const CLOSES_MAX = 48_000;
const TRIPS_MAX = 3600;

/** A round trip as the browser shows it: symbol, 1 for long and −1 for short, entry and exit time, quantity, prices, commission, profit, and the adaptation by its place in the list, −1 for none. */
type TradeTuple = readonly number[];

/** The trades of one arm. */
interface TradeArm extends ArmMarker {
  readonly name: string;
  /** In the store. */
  readonly count: number;
  readonly trades: readonly TradeTuple[];
  /** Time, loss before and loss after of each adaptation that took place. */
  readonly adaptations: readonly (readonly [number, number | null, number | null])[];
}

/** The closes of a symbol. */
interface TradeSymbol {
  readonly name: string;
  /** The place of the first close among the shared times. */
  readonly from: number;
  /** How many places each further close lies behind the one before it; null where that is one for all. */
  readonly steps: readonly number[] | null;
  /** Six significant digits; empty where the run kept none. */
  readonly close: readonly number[];
}

/** All that the chart of trades and its table draw. */
export interface TradeData {
  /** Times of closes: the first in milliseconds, then the differences in seconds. */
  readonly time: readonly number[];
  readonly symbols: readonly TradeSymbol[];
  readonly arms: readonly TradeArm[];
}

/** The trades of a report for the browser; null where no arm has a round trip. */
export function tradeData({ arms, prices }: RunReport, markers: readonly ArmMarker[]): TradeData | null {
  const traded = arms.filter(({ trips }) => trips.count > 0);
  if (traded.length === 0) return null;
  const names = symbolNames(traded);
  const closesMax = Math.floor(CLOSES_MAX / names.filter((name) => name !== undefined).length);
  const samples = names.map((name, k) =>
    name === undefined ? NO_PRICES : thinnedSample(prices[k] ?? NO_PRICES, closesMax),
  );
  const time = unionOf(samples.map((sample) => sample.time));
  const places = new Map(Array.from(time, (each, place) => [each, place]));
  const subject = subjectOf(traded);
  return {
    time: coded(time),
    symbols: names.map((name, k) => ({ name: name ?? '', ...placedCloses(samples[k]!, places) })),
    arms: traded.map((arm) =>
      tradeArm(arm, markers[arms.indexOf(arm)], tripsMax(traded.length, arm === subject)),
    ),
  };
}

/** Half of the trips that the page may hold are for the subject, or for the first arm. */
function tripsMax(arms: number, isSubject: boolean): number {
  if (arms === 1) return TRIPS_MAX;
  return Math.floor(isSubject ? TRIPS_MAX / 2 : TRIPS_MAX / 2 / (arms - 1));
}

const NO_PRICES: PriceSample = { time: new Float64Array(0), close: new Float64Array(0) };

/** Names by symbol index; undefined for a symbol without a trip. */
function symbolNames(arms: readonly ArmRecord[]): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (const { trips } of arms) for (const { symbolIndex, symbol } of trips.rows) names[symbolIndex] = symbol;
  return Array.from(names);
}

function thinnedSample(sample: PriceSample, countMax: number): PriceSample {
  const { time, close } = sample;
  if (time.length <= countMax) return sample;
  const indexes = thinnedIndexes([close], time.length, Math.max(1, Math.floor(countMax / 2) - 1));
  return {
    time: Float64Array.from(indexes, (index) => time[index]!),
    close: Float64Array.from(indexes, (index) => close[index]!),
  };
}

function placedCloses(
  { time, close }: PriceSample,
  places: ReadonlyMap<number, number>,
): Omit<TradeSymbol, 'name'> {
  const found = Array.from(time, (each) => places.get(each)!);
  const steps = found.slice(1).map((place, i) => place - found[i]!);
  return {
    from: found[0] ?? 0,
    steps: steps.every((step) => step === 1) ? null : steps,
    close: Array.from(close, (value) => Number(value.toPrecision(6))),
  };
}

function coded(time: Float64Array): number[] {
  return Array.from(time, (each, i) => (i === 0 ? each : (each - time[i - 1]!) / 1000));
}

function tradeArm(arm: ArmRecord, marker: ArmMarker | undefined, share: number): TradeArm {
  const { rows, count } = arm.trips;
  const half = Math.floor(share / 2);
  const kept = rows.length <= share ? rows : [...rows.slice(0, half), ...rows.slice(rows.length - half)];
  const adapted = arm.adaptations.filter(({ status }) => status !== 'skipped');
  const places = new Map(adapted.map(({ sequence }, place) => [sequence, place]));
  return {
    ...(marker ?? { slot: '1', dash: [], width: 1 }),
    name: arm.name,
    count,
    trades: kept.map((trip) => tradeTuple(trip, places)),
    adaptations: adapted.map(adaptationTuple),
  };
}

function tradeTuple(trip: TripRow, places: ReadonlyMap<number, number>): TradeTuple {
  const { symbolIndex, side, entryTime, exitTime, quantity, entryPrice, exitPrice, commission, profit } =
    trip;
  const rounded = [quantity, entryPrice, exitPrice, commission, profit].map((value) =>
    Number(value.toPrecision(8)),
  );
  const model = trip.adaptation === null ? -1 : (places.get(trip.adaptation) ?? -1);
  return [symbolIndex, side === 'long' ? 1 : -1, entryTime, exitTime, ...rounded, model];
}

function adaptationTuple({
  time,
  lossBefore,
  lossAfter,
}: AdaptationRow): readonly [number, number | null, number | null] {
  const rounded = (loss: number | null): number | null => loss && Number(loss.toPrecision(5));
  return [time, rounded(lossBefore), rounded(lossAfter)];
}
