import fc from 'fast-check';
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

/** How properties run here: always the same cases. */
export const PROPERTY = { seed: 20_240_229, numRuns: 200 } as const;
