import { z } from 'zod';
import type { BarSeries } from '../src/model/bar-series.ts';
import { defineStrategy, type TimerDeclaration } from '../src/strategy/definition.ts';
import { inMemory, runCounted } from './arm.ts';
import { fastestInTurns } from './fastest.ts';
import { randomBars } from './random-bars.ts';

const SYMBOLS = 100;
const DAYS = 2_520;
const DAY_MS = 86_400_000;

function equalWeight(rebalance: TimerDeclaration) {
  return inMemory(
    defineStrategy({
      name: 'equal-weight-portfolio',
      description: 'Rebalances to equal weights.',
      parameters: z.object({}),
      lookback: () => 1,
      timers: () => ({ rebalance }),
      onBar({ symbols, universe, isDue, target }) {
        if (!isDue('rebalance')) return;
        for (const symbol of symbols) target(symbol, 1 / universe.length);
      },
    }),
  );
}

/** Rebalancing every so many days with nothing around it: the ceiling of a portfolio. */
function bareRebalance(series: readonly BarSeries[], everyDays: number): number {
  const held = new Float64Array(series.length);
  let cash = 100_000;
  for (let day = 0; day + 1 < DAYS; day++) {
    let equity = cash;
    for (let i = 0; i < series.length; i++) equity += held[i]! * series[i]!.close[day]!;
    for (let i = 0; day % everyDays === 0 && i < series.length; i++) {
      const wanted = equity / series.length / series[i]!.close[day]!;
      cash -= (wanted - held[i]!) * series[i]!.open[day + 1]!;
      held[i] = wanted;
    }
  }
  return cash;
}

/** Symbol bars a second of 100 symbols over ten years, rebalanced monthly and daily. */
export async function portfolioFigures(): Promise<Record<string, number>> {
  const series = Array.from({ length: SYMBOLS }, (_, seed) =>
    randomBars(DAYS, { symbol: `S${seed}`, seed: seed + 1, stepMs: DAY_MS }),
  );
  const runOf = (every: 'month' | 'day') => async () =>
    (await runCounted(equalWeight({ every }), series)).accepted;
  const { fastest } = await fastestInTurns(
    {
      monthly: runOf('month'),
      bareMonthly: () => bareRebalance(series, 21),
      daily: runOf('day'),
      bareDaily: () => bareRebalance(series, 1),
    },
    { runs: 8, seconds: 6 },
  );
  const { monthly, daily, bareMonthly, bareDaily } = fastest;
  return {
    portfolio_monthly_symbol_bars_per_second: (SYMBOLS * DAYS) / monthly,
    portfolio_daily_symbol_bars_per_second: (SYMBOLS * DAYS) / daily,
    portfolio_monthly_bare_loop_ratio: bareMonthly / monthly,
    portfolio_daily_bare_loop_ratio: bareDaily / daily,
  };
}
