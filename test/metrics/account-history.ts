import fc from 'fast-check';
import { EquityTally } from '../../src/metrics/equity-tally.ts';
import { FillTally } from '../../src/metrics/fill-tally.ts';
import type { FilledOrder } from '../../src/metrics/filled-order.ts';
import { ForecastTally } from '../../src/metrics/forecast-tally.ts';
import { TripTally } from '../../src/metrics/trip-tally.ts';
import type { RoundTrip } from '../../src/model/fill.ts';
import type { EquityColumns } from '../../src/model/run-record.ts';

/** Midnight UTC of 2020-01-01, a Wednesday. */
export const START = 1_577_836_800_000;
export const DAY = 86_400_000;

/** Marks one day apart whose equity follows the returns; half of it invested. */
export function equityOf(returns: readonly number[], initialEquity: number, stepMs = DAY): EquityColumns {
  const equity = new Float64Array(returns.length);
  let level = initialEquity;
  for (const [i, value] of returns.entries()) {
    level *= 1 + value;
    equity[i] = level;
  }
  return columnsOf(equity, stepMs);
}

/** Marks of the given equity, `stepMs` apart; half of it invested. */
export function columnsOf(values: ArrayLike<number>, stepMs = DAY): EquityColumns {
  const equity = Float64Array.from(values);
  return {
    time: equity.map((_, i) => START + i * stepMs),
    equity,
    cash: equity.map((value) => value / 2),
    gross: equity.map((value) => value / 2),
    net: equity.map((value) => value / 2),
  };
}

/** Long series of daily returns in millionths, from dull to wild but never ruinous. */
export const dailyReturnSeries = fc.array(
  fc.integer({ min: -500_000, max: 500_000 }).map((millionths) => millionths / 1e6),
  { minLength: 2, maxLength: 400, size: 'max' },
);

/** The marks summed up as a run does it; half of the equity invested unless `gross` is given. */
export function tallyOf(
  { time, equity, gross }: Pick<EquityColumns, 'time' | 'equity'> & { readonly gross?: Float64Array },
  initialEquity: number,
): EquityTally {
  const tally = new EquityTally(initialEquity);
  for (const [i, value] of equity.entries()) {
    tally.add({ time: time[i]!, equity: value, gross: gross ? gross[i]! : value / 2 });
  }
  return tally;
}

/** The fills summed up as a run does it. */
export function fillsOf(fills: readonly FilledOrder[]): FillTally {
  const tally = new FillTally();
  for (const fill of fills) tally.add(fill);
  return tally;
}

/** The round trips summed up as a run does it. */
export function tripsOf(trips: readonly Pick<RoundTrip, 'profit'>[]): TripTally {
  const tally = new TripTally();
  for (const trip of trips) tally.add(trip);
  return tally;
}

/** What an arm without a learner has. */
export const NO_FORECASTS = new ForecastTally(1);

/** How properties run here: always the same cases. */
export const PROPERTY = { seed: 20_240_229, numRuns: 200 } as const;
