import * as regimeta from '../src/index.ts';
import type { BarSeries } from '../src/model/bar-series.ts';
import { loadStrategy } from '../src/run/load-strategy.ts';
import { runCounted } from './arm.ts';
import { fastestSeconds } from './fastest.ts';
import { allocatedBytesPerBar } from './heap.ts';
import { memoryBench } from './memory.ts';
import { ordersPerSecond, secondsOfCrowdedSlices } from './orders.ts';
import { portfolioFigures } from './portfolio.ts';
import { randomBars } from './random-bars.ts';
import { storeBench } from './store.ts';

const BAR_COUNTS = { '100k': 100_000, '1m': 1_000_000, '10m': 10_000_000 } as const;
const RUNS = 5;

/**
 * The ceiling: one loop over the same columns with two running sums, next-open fills of one unit, a check of the times
 * and of the volume, and the equity at every bar; with nothing around it.
 */
function bareLoop({ time, open, high, low, close, volume }: BarSeries, equity: Float64Array): number {
  let fast = 0;
  let slow = 0;
  let held = 0;
  let cash = 0;
  let before = 0;
  let wanted = 0;
  for (let i = 0; i < close.length; i++) {
    if (i > 0 && !(time[i]! > time[i - 1]!)) throw new Error('time');
    const inside = open[i]! >= low[i]! && open[i]! <= high[i]!;
    if (wanted !== held && inside && volume[i]! > 0) {
      cash += (held - wanted) * open[i]!;
      held = wanted;
    }
    fast += close[i]! - (i >= 10 ? close[i - 10]! : 0);
    slow += close[i]! - (i >= 30 ? close[i - 30]! : 0);
    const now = fast / 10 - slow / 30;
    if (i >= 30 && before < 0 && now > 0) wanted = 1;
    else if (i >= 30 && before > 0 && now < 0) wanted = 0;
    before = now;
    equity[i] = cash + held * close[i]!;
  }
  return equity.at(-1)!;
}

/** Seconds that the bare loop takes for one of a million bars. */
async function bareSecondsPerBar(): Promise<number> {
  const bars = randomBars(1_000_000);
  const equity = new Float64Array(1_000_000);
  return (await fastestSeconds(RUNS, () => bareLoop(bars, equity))).seconds / 1_000_000;
}

/** Bars per second of the shipped SMA 10/30 crossover through the whole engine, and beside it the bare loop. */
async function loopFigures(): Promise<Record<string, number>> {
  const loaded = await loadStrategy('strategies/sma-crossover.ts', regimeta);
  const figures: Record<string, number> = {};
  for (const [label, count] of Object.entries(BAR_COUNTS)) {
    const bars = randomBars(count);
    const equity = new Float64Array(count);
    const runs = count > 1_000_000 ? 2 : RUNS;
    const bare = await fastestSeconds(runs, () => bareLoop(bars, equity));
    const engine = await fastestSeconds(runs, async () => (await runCounted(loaded, [bars])).marks);
    figures[`loop_bars_per_second_${label}`] = count / engine.seconds;
    figures[`bare_loop_ratio_${label}`] = bare.seconds / engine.seconds;
  }
  // The figures of 1 million bars bear the plain names.
  figures['loop_bars_per_second'] = figures['loop_bars_per_second_1m']!;
  figures['bare_loop_ratio'] = figures['bare_loop_ratio_1m']!;
  return figures;
}

/** The loop, portfolios and orders without the store, what the loop allocates, and whole jobs with the store. */
export async function engineBench(): Promise<Record<string, number>> {
  const orders = await ordersPerSecond();
  return {
    ...(await loopFigures()),
    ...(await portfolioFigures()),
    orders_per_second: orders,
    order_bare_loop_ratio: (await bareSecondsPerBar()) * orders,
    crowded_slice_ratio: (await secondsOfCrowdedSlices(1_000)) / (await secondsOfCrowdedSlices(500)),
    allocated_bytes_per_bar: await allocatedBytesPerBar(),
    ...(await storeBench()),
    ...(await memoryBench()),
  };
}
