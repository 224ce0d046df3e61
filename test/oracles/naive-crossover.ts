import type { BarSeries } from '../../src/model/bar-series.ts';
import type { FillRow } from '../support/golden-run.ts';
import { commissionOf, type NaiveCosts, slipped } from './naive-costs.ts';

/** What the naive crossover did. */
export interface NaiveCrossover {
  readonly fills: readonly FillRow[];
  readonly cash: readonly number[];
  readonly equity: readonly number[];
}

/** The plain mean of `bars` closes that end at index `last`. */
function meanOf(close: Float64Array, last: number, bars: number): number {
  let sum = 0;
  for (let i = last - bars + 1; i <= last; i++) sum += close[i]!;
  return sum / bars;
}

/**
 * The crossover of two means on one symbol, written from docs/semantics.md: a cross from below buys at the next open, the
 * other one sells all of it there. `quantity` 0 buys for the whole equity at the close of the decision.
 */
export function naiveCrossover(
  { time, open, close, volume }: BarSeries,
  { fast, slow, quantity }: { fast: number; slow: number; quantity: number },
  initialCash: number,
  costs: NaiveCosts,
): NaiveCrossover {
  const fills: FillRow[] = [];
  const cashes: number[] = [];
  const equities: number[] = [];
  let cash = initialCash;
  let held = 0;
  let wanted = 0; // units to trade at the next open, signed
  for (let i = 0; i < close.length; i++) {
    if (wanted !== 0) {
      const side = wanted > 0 ? 'buy' : 'sell';
      const units = Math.abs(wanted);
      const price = slipped(costs, side, open[i]!, units, volume[i]!);
      const commission = commissionOf(costs, units, price);
      cash = cash - wanted * price - commission;
      held = held + wanted;
      wanted = 0;
      fills.push({
        time: time[i]!,
        symbolIndex: 0,
        side,
        quantity: units,
        price,
        referencePrice: open[i]!,
        commission,
      });
    }
    const equity = cash + held * close[i]!;
    cashes.push(cash);
    equities.push(equity);
    if (i < Math.max(fast, slow)) continue;
    const before = meanOf(close, i - 1, fast) - meanOf(close, i - 1, slow);
    const now = meanOf(close, i, fast) - meanOf(close, i, slow);
    if (before < 0 && now > 0 && held === 0) wanted = quantity > 0 ? quantity : equity / close[i]!;
    if (before > 0 && now < 0 && held > 0) wanted = -held;
  }
  return { fills, cash: cashes, equity: equities };
}
