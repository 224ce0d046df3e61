import { z } from 'zod';
import type { BarSeries } from '../src/model/bar-series.ts';
import { defineStrategy, type TimerDeclaration } from '../src/strategy/definition.ts';
import { inMemory, runCounted } from './arm.ts';
import { fastestSeconds } from './fastest.ts';
import { randomBars } from './random-bars.ts';

const SYMBOLS = 100;
const DAYS = 2_520;
const DAY_MS = 86_400_000;
const RUNS = 10;

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
  const monthly = await fastestSeconds(RUNS, async () => {
    return (await runCounted(equalWeight({ every: 'month' }), series)).accepted;
  });
  const daily = await fastestSeconds(RUNS, async () => {
    return (await runCounted(equalWeight({ every: 'day' }), series)).accepted;
  });
  const bareMonthly = await fastestSeconds(RUNS, () => bareRebalance(series, 21));
  const bareDaily = await fastestSeconds(RUNS, () => bareRebalance(series, 1));
  return {
    portfolio_monthly_symbol_bars_per_second: (SYMBOLS * DAYS) / monthly.seconds,
    portfolio_daily_symbol_bars_per_second: (SYMBOLS * DAYS) / daily.seconds,
    portfolio_monthly_bare_loop_ratio: bareMonthly.seconds / monthly.seconds,
    portfolio_daily_bare_loop_ratio: bareDaily.seconds / daily.seconds,
  };
}
